using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Web.Clusters;

namespace Portal.Web.Monitoring.ApplicationMetrics;

/// <summary>A monitor while it is typed.</summary>
public sealed class MonitorDraft
{
    public MonitorKind Kind { get; set; }

    public string Namespace { get; set; } = "";

    /// <summary>Labels, one a line.</summary>
    public string Selector { get; set; } = "";

    public string Port { get; set; } = "";

    public string Path { get; set; } = "/metrics";

    public int? IntervalSeconds { get; set; }

    public int? TimeoutSeconds { get; set; }

    public MonitorScheme Scheme { get; set; }

    public bool InsecureSkipVerify { get; set; }

    public MonitorAuthentication Authentication { get; set; }

    public string SecretName { get; set; } = "";

    public string UsernameKey { get; set; } = "username";

    public string SecretKey { get; set; } = "password";

    /// <summary>Labels, one a line.</summary>
    public string Labels { get; set; } = "";

    /// <summary>Expressions, one a line.</summary>
    public string Keep { get; set; } = "";

    /// <summary>Expressions, one a line.</summary>
    public string Drop { get; set; } = "";

    public static MonitorDraft Of(MonitorSettings settings) => new()
    {
        Kind = settings.Kind,
        Namespace = settings.Namespace,
        Selector = LabelText.Write(settings.Selector),
        Port = settings.Port,
        Path = settings.Path,
        IntervalSeconds = settings.IntervalSeconds,
        TimeoutSeconds = settings.TimeoutSeconds,
        Scheme = settings.Scheme,
        InsecureSkipVerify = settings.InsecureSkipVerify,
        Authentication = settings.Authentication,
        SecretName = settings.SecretName,
        UsernameKey = settings.UsernameKey,
        SecretKey = settings.SecretKey,
        Labels = LabelText.Write(settings.Labels),
        Keep = string.Join('\n', settings.Keep),
        Drop = string.Join('\n', settings.Drop),
    };

    /// <summary>The first line that is no label, or null.</summary>
    public string? BadLine => LabelText.ReadLabels(Selector).BadLine ?? LabelText.ReadLabels(Labels).BadLine;

    public MonitorSettings Settings() => new(Kind, Namespace.Trim(), LabelText.ReadLabels(Selector).Labels, Port.Trim())
    {
        Path = Path.Trim(),
        IntervalSeconds = IntervalSeconds,
        TimeoutSeconds = TimeoutSeconds,
        Scheme = Scheme,
        InsecureSkipVerify = Scheme == MonitorScheme.Https && InsecureSkipVerify,
        Authentication = Authentication,
        SecretName = Authentication == MonitorAuthentication.None ? "" : SecretName.Trim(),
        UsernameKey = UsernameKey.Trim(),
        SecretKey = SecretKey.Trim(),
        Labels = LabelText.ReadLabels(Labels).Labels,
        Keep = Lines(Keep),
        Drop = Lines(Drop),
    };

    /// <summary>Takes what was picked of a cluster.</summary>
    public void Take(MonitorEndpoint endpoint)
    {
        Selector = LabelText.Write(EndpointSelector.Of(endpoint));
        if (!endpoint.HasPort(Port) && endpoint.Ports.Count > 0)
        {
            // By custom, where there is one of that name.
            Port = (endpoint.Ports.FirstOrDefault(port => port.Name.Contains("metric", StringComparison.OrdinalIgnoreCase)) ?? endpoint.Ports[0]).Label;
        }
    }

    public void AddLabels(IReadOnlyDictionary<string, string> labels)
    {
        var all = LabelText.ReadLabels(Labels).Labels.ToDictionary();
        foreach (var (key, value) in labels)
        {
            all[key] = value;
        }

        Labels = LabelText.Write(all);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
