namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>What is scraped, and how: the whole of a form.</summary>
/// <param name="Selector">The labels of the services or pods that are scraped.</param>
/// <param name="Port">A port's name, or its number where it has none.</param>
public sealed record MonitorSettings(MonitorKind Kind, string Namespace, IReadOnlyDictionary<string, string> Selector, string Port)
{
    public string Path { get; init; } = "/metrics";

    /// <summary>Null for what the cluster's Prometheus does of itself.</summary>
    public int? IntervalSeconds { get; init; }

    /// <summary>Null for what the cluster's Prometheus does of itself.</summary>
    public int? TimeoutSeconds { get; init; }

    public MonitorScheme Scheme { get; init; }

    /// <summary>Whether a certificate is taken unseen; with https alone.</summary>
    public bool InsecureSkipVerify { get; init; }

    public MonitorAuthentication Authentication { get; init; }

    /// <summary>The Secret beside the monitor that holds what it signs in with. Its content never comes to the portal.</summary>
    public string SecretName { get; init; } = "";

    /// <summary>Which entry of the Secret is the user's name; with Basic.</summary>
    public string UsernameKey { get; init; } = "username";

    /// <summary>Which entry of the Secret is the password or the token.</summary>
    public string SecretKey { get; init; } = "password";

    /// <summary>The monitor's own labels: by them a Prometheus picks it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Expressions over the names of metrics: only these are kept; none for all.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Expressions over the names of metrics: these are dropped.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];
}

/// <summary>By what a target is found.</summary>
public enum MonitorKind
{
    /// <summary>The pods behind a Service.</summary>
    ServiceMonitor,

    /// <summary>Pods themselves.</summary>
    PodMonitor,
}

public enum MonitorScheme
{
    Http,
    Https,
}

/// <summary>How a cluster's Prometheus says who it is to what it scrapes.</summary>
public enum MonitorAuthentication
{
    None,
    Basic,
    Bearer,
}
