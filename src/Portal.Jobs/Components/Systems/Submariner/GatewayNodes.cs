using System.Text.Json.Nodes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Submariner;

/// <summary>The nodes of a cluster that carry its tunnels: those that have Submariner's label.</summary>
internal static class GatewayNodes
{
    public const string Label = "submariner.io/gateway";

    /// <summary>Says of a node that the system labelled it.</summary>
    public const string Annotation = "kurator-portal.io/gateway-of";

    /// <summary>
    /// The nodes that shall carry it: those that the person names; else those that are labelled and usable already; else
    /// the best one. Refused where a named node is not there, Unavailable where none is ready.
    /// </summary>
    public static IReadOnlyList<string> Choose(IReadOnlyList<JsonObject> usable, IReadOnlyList<string> named, string clusterName)
    {
        var names = usable.Select(ClusterNodes.Name).ToList();
        if (named.FirstOrDefault(name => !names.Contains(name)) is { } missing)
        {
            throw ProblemException.Refused($"{clusterName} has no gateway",
                $"Its node {missing} is not there, not ready or not to be used.", "Name another node in the system's settings, or mend this one, and retry.");
        }

        var labelled = usable.Where(IsGateway).Select(ClusterNodes.Name).ToList();
        IReadOnlyList<string> chosen = named.Count > 0 ? named : labelled.Count > 0 ? labelled : [.. names.Take(1)];
        return chosen.Count > 0 ? chosen : throw ProblemException.Unavailable($"{clusterName} has no gateway",
            "None of its nodes is ready and may be used.", "Look at the nodes of the cluster, and retry.");
    }

    public static bool IsGateway(JsonObject node) => (string?)node["metadata"]?["labels"]?[Label] == "true";

    public static bool IsOf(JsonObject node, Guid systemId) => (string?)node["metadata"]?["annotations"]?[Annotation] == systemId.ToString();

    /// <summary>What the portal sets on a node.</summary>
    public static JsonObject Content(string node, Guid systemId) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject
        {
            ["name"] = node,
            ["labels"] = new JsonObject { [Label] = "true" },
            ["annotations"] = new JsonObject { [Annotation] = systemId.ToString() },
        },
    };
}
