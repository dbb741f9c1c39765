using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Something in a cluster that may be scraped: a Service, or a pod.</summary>
/// <param name="Ports">In their order.</param>
public sealed record MonitorEndpoint(string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<MonitorPort> Ports)
{
    public bool HasLabels(IReadOnlyDictionary<string, string> labels) => labels.All(label => Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    public bool HasPort(string port) => Ports.Any(one => one.Name == port || one.Targets.Contains(port));
}

/// <param name="Name">Empty where it has none.</param>
/// <param name="Targets">The number by which it is found where it has no name.</param>
public sealed record MonitorPort(string Name, IReadOnlyList<string> Targets)
{
    public string Label => Name.Length > 0 ? Name : Targets.Count > 0 ? Targets[0] : "";
}

/// <summary>What a cluster says that decides whether a monitor in it is read.</summary>
/// <param name="Definition">Of the monitor's kind; null where the cluster does not know it.</param>
/// <param name="NamespaceLabels">Null where the namespace is not there.</param>
/// <param name="Endpoints">The services or pods of the namespace.</param>
/// <param name="Prometheuses">The operator's objects, in all namespaces.</param>
/// <param name="Present">The monitor that is there by this name already; null for none.</param>
internal sealed record MonitorFacts(
    JsonObject? Definition, IReadOnlyDictionary<string, string>? NamespaceLabels, IReadOnlyList<MonitorEndpoint> Endpoints, IReadOnlyList<JsonObject> Prometheuses, JsonObject? Present);
