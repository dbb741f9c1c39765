using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems;

/// <summary>The nodes of a cluster, as far as traffic from other clusters goes.</summary>
internal static class ClusterNodes
{
    private const string Edge = "node-role.kubernetes.io/edge";

    private static readonly string[] ControlPlane = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

    /// <summary>The nodes that can take traffic, the best first: ready, with an outside address, workers before others, then by name.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ListUsableAsync(SystemCluster cluster, CancellationToken cancellationToken) =>
    [
        .. (await cluster.ListAsync("v1", "Node", null, cancellationToken))
            .Where(IsUsable)
            .OrderByDescending(node => Address(node, "ExternalIP") is not null)
            .ThenBy(node => ControlPlane.Any(role => HasLabel(node, role)))
            .ThenBy(Name, StringComparer.Ordinal),
    ];

    /// <summary>An address of the best node, or null.</summary>
    public static async Task<string?> FindAddressAsync(SystemCluster cluster, CancellationToken cancellationToken) =>
        (await ListUsableAsync(cluster, cancellationToken))
            .Select(node => Address(node, "ExternalIP") ?? Address(node, "InternalIP")).FirstOrDefault(address => address is not null);

    public static string Name(JsonObject node) => (string?)node["metadata"]?["name"] ?? "";

    public static bool HasLabel(JsonObject node, string label) => node["metadata"]?["labels"]?[label] is not null;

    /// <summary>Ready, not cordoned, and not at the edge.</summary>
    public static bool IsUsable(JsonObject node) => !HasLabel(node, Edge) && (bool?)node["spec"]?["unschedulable"] != true
        && (node["status"]?["conditions"] as JsonArray ?? []).Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True");

    private static string? Address(JsonObject node, string type) => (node["status"]?["addresses"] as JsonArray ?? [])
        .Where(address => (string?)address?["type"] == type).Select(address => (string?)address!["address"]).FirstOrDefault(text => text is { Length: > 0 });
}
