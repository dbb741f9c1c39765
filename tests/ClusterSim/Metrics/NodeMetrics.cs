using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Metrics;

/// <summary>What kube-state-metrics tells of nodes.</summary>
internal static class NodeMetrics
{
    private const string Role = "node-role.kubernetes.io/";

    public static void Write(Store store, Exposition text)
    {
        var nodes = store.List("nodes", null).ConvertAll(node => (node.Name, Node: node.Read()));
        text.Family("kube_node_info", "gauge");
        foreach (var (name, node) in nodes)
        {
            text.Sample("kube_node_info", 1, ("node", name), ("kubelet_version", node.At("status", "nodeInfo", "kubeletVersion") as string));
        }

        text.Family("kube_node_role", "gauge");
        foreach (var (name, role) in nodes.SelectMany(node => Roles(node.Node).Select(role => (node.Name, role))))
        {
            text.Sample("kube_node_role", 1, ("node", name), ("role", role));
        }

        text.Family("kube_node_status_condition", "gauge");
        foreach (var (name, condition) in nodes.SelectMany(node => (node.Node.Child("status") ?? []).Maps("conditions").Select(condition => (node.Name, condition))))
        {
            foreach (var status in (ReadOnlySpan<string>)["true", "false", "unknown"])
            {
                var holds = string.Equals(condition.Text("status"), status, StringComparison.OrdinalIgnoreCase);
                text.Sample("kube_node_status_condition", holds ? 1 : 0, ("node", name), ("condition", condition.Text("type")), ("status", status));
            }
        }

        text.Family("kube_node_status_allocatable", "gauge");
        foreach (var (name, node) in nodes)
        {
            foreach (var (resource, unit) in (ReadOnlySpan<(string, string)>)[("cpu", "core"), ("memory", "byte"), ("pods", "integer")])
            {
                text.Sample("kube_node_status_allocatable", Amount(node.At("status", "allocatable", resource)), ("node", name), ("resource", resource), ("unit", unit));
            }
        }
    }

    /// <summary>A quantity as a number; 0 when it is none.</summary>
    public static double Amount(object? quantity) => Quantity.Nanos(quantity?.ToString() ?? "") is { } nanos ? (double)nanos / 1e9 : 0;

    private static IEnumerable<string> Roles(Map node) =>
        (node.At("metadata", "labels") as Map ?? []).Keys.Where(label => label.StartsWith(Role, StringComparison.Ordinal)).Select(label => label[Role.Length..]);
}
