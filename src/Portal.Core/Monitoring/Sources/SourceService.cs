using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Sources;

/// <summary>A service of a cluster that serves metrics, written "namespace/name:port".</summary>
public sealed partial record SourceService(string Namespace, string Name, int Port)
{
    /// <summary>What the chart kube-prometheus-stack calls its server, by the names that the catalogue gives it.</summary>
    public static SourceService OfInstalled(string home) => new(home, "prometheus-prometheus", 9090);

    /// <summary>What the same chart calls its Alertmanager.</summary>
    public static SourceService AlertmanagerOfInstalled(string home) => new(home, "prometheus-alertmanager", 9093);

    public static bool TryParse(string text, out SourceService? service)
    {
        var match = Form().Match(text);
        service = match.Success && int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture) is > 0 and <= 65_535 and var port
            ? new SourceService(match.Groups["namespace"].Value, match.Groups["name"].Value, port)
            : null;
        return service is not null;
    }

    /// <summary>Its place below an API server, ending in a slash.</summary>
    public string ProxyPath => string.Create(CultureInfo.InvariantCulture, $"api/v1/namespaces/{Namespace}/services/{Name}:{Port}/proxy/");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Namespace}/{Name}:{Port}");

    [GeneratedRegex("^(?<namespace>[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)/(?<name>[a-z]([-a-z0-9]{0,61}[a-z0-9])?):(?<port>[0-9]{1,5})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
