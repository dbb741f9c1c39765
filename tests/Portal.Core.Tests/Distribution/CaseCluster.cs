using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

/// <summary>A cluster of a case, as briefly as a table wants it: what is not said is room for 100 pods and the API of Deployments.</summary>
/// <param name="Taints">As "key=value:effect".</param>
/// <param name="Cpu">Allocatable, as Pods and Memory are.</param>
/// <param name="Allocatable">More resources by name.</param>
/// <param name="Unknown">Nothing is known of its resources.</param>
internal sealed record CaseCluster(
    Dictionary<string, string>? Labels = null,
    string Provider = "",
    string Region = "",
    IReadOnlyList<string>? Zones = null,
    IReadOnlyList<string>? Taints = null,
    IReadOnlyList<string>? Apis = null,
    bool Leaving = false,
    bool Unknown = false,
    JsonNode? Pods = null,
    JsonNode? Cpu = null,
    JsonNode? Memory = null,
    Dictionary<string, JsonNode>? Allocatable = null,
    Dictionary<string, JsonNode>? Allocated = null,
    Dictionary<string, JsonNode>? Allocating = null)
{
    public PlacementCluster Named(string name) => new()
    {
        Name = name,
        Labels = Labels ?? [],
        Provider = Provider,
        Region = Region,
        Zones = Zones ?? [],
        Taints = [.. (Taints ?? []).Select(Taint)],
        Apis = (Apis ?? ["apps/v1/Deployment"]).ToHashSet(),
        Leaving = Leaving,
        Available = Unknown ? null : new AvailableResources(Whole(), Texts(Allocated), Texts(Allocating)),
    };

    private Dictionary<string, string> Whole()
    {
        var amounts = Texts(Allocatable);
        amounts["pods"] = Pods?.ToString() ?? "100";
        foreach (var (resource, amount) in new[] { ("cpu", Cpu), ("memory", Memory) })
        {
            if (amount is not null)
            {
                amounts[resource] = amount.ToString();
            }
        }

        return amounts;
    }

    private static Dictionary<string, string> Texts(Dictionary<string, JsonNode>? amounts) => (amounts ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    private static ClusterTaint Taint(string text)
    {
        var (key, rest) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);
        return new ClusterTaint(key, rest[..rest.IndexOf(':')], rest[(rest.IndexOf(':') + 1)..]);
    }
}
