using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Placement;
using Portal.Testing;

namespace Portal.Core.Tests.Distribution;

/// <summary>Decisions that Karmada's own scheduler took, kept beside the checkout. A user's clone has none.</summary>
internal static class RecordedDecisions
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string? Folder { get; } = Find();

    public static IReadOnlyList<IReadOnlyList<PlacementCluster>> Fleets() =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder!, "fleets.json")))!.AsArray()
            .Select(fleet => (IReadOnlyList<PlacementCluster>)[.. fleet!.AsArray().Select(cluster => Cluster(cluster!))])];

    public static IEnumerable<RecordedDecision> Decisions() =>
        File.ReadLines(Path.Combine(Folder!, "cases.jsonl")).Select(line => Decision(JsonNode.Parse(line)!));

    private static RecordedDecision Decision(JsonNode node)
    {
        var outcome = node["outcomes"]![0]!;
        var kind = (string)node["kind"]!;
        return new RecordedDecision(
            (int)node["id"]!,
            (int)node["fleet"]!,
            new PlacementRequest
            {
                Policy = node["placement"].Deserialize<PlacementPolicy>(Options)!,
                ApiVersion = kind == "Deployment" ? "apps/v1" : "v1",
                Kind = kind,
                Replicas = (int)node["replicas"]!,
                Requests = node["replicaRequirements"]?["resourceRequest"].Deserialize<Dictionary<string, string>>(),
                Previous = [.. (node["previous"]?.AsArray() ?? []).Select(Assigned)],
                EvictingFrom = node["evictingFrom"]?.Deserialize<string[]>() ?? [],
                Fresh = (bool?)node["rescheduleTriggered"] ?? false,
                Rules = KarmadaRules.V116,
                BindingUid = (string)node["bindingUid"]!,
            },
            (string?)outcome["error"],
            (string?)outcome["affinityName"],
            [.. (outcome["clusters"]?.AsArray() ?? []).Select(Assigned)]);
    }

    private static AssignedReplicas Assigned(JsonNode? node) => new((string)node!["name"]!, (int?)node["replicas"] ?? 0);

    private static PlacementCluster Cluster(JsonNode node)
    {
        var summary = node["status"]?["resourceSummary"];
        return new PlacementCluster
        {
            Name = (string)node["metadata"]!["name"]!,
            Labels = node["metadata"]!["labels"]?.Deserialize<Dictionary<string, string>>() ?? [],
            Provider = (string?)node["spec"]!["provider"] ?? "",
            Region = (string?)node["spec"]!["region"] ?? "",
            Zones = node["spec"]!["zones"]?.Deserialize<string[]>() ?? [],
            Taints = [.. (node["spec"]!["taints"]?.AsArray() ?? [])
                .Select(taint => new ClusterTaint((string)taint!["key"]!, (string?)taint["value"] ?? "", (string)taint["effect"]!))],
            Apis = (node["status"]!["apiEnablements"]?.AsArray() ?? [])
                .SelectMany(api => api!["resources"]!.AsArray().Select(resource => $"{api["groupVersion"]}/{resource!["kind"]}")).ToHashSet(),
            Available = summary is null ? null : new AvailableResources(Amounts(summary, "allocatable"), Amounts(summary, "allocated"), Amounts(summary, "allocating")),
        };
    }

    private static Dictionary<string, string> Amounts(JsonNode summary, string name) =>
        summary[name]?.Deserialize<Dictionary<string, string>>() ?? [];

    private static string? Find()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Repository.Root) ?? "", "shared", "recorded", "karmada-1.16");
        return Directory.Exists(folder) ? folder : null;
    }
}

internal sealed record RecordedDecision(
    int Id, int Fleet, PlacementRequest Request, string? Error, string? AffinityName, IReadOnlyList<AssignedReplicas> Clusters);
