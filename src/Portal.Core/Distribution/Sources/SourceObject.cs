using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;

namespace Portal.Core.Distribution.Sources;

/// <summary>An object of a source, and the line on which it begins.</summary>
public sealed record SourceObject(ManifestObject Item, int Line)
{
    /// <summary>What tells it from the others, whatever version of its API it is written in: "apps/Deployment/shop/web".</summary>
    public string Key => $"{Item.Group}/{Item.Kind}/{Item.Namespace}/{Item.Name}";

    /// <summary>The replicas that it asks for, or null where its kind has none.</summary>
    public int? Replicas => Item.Kind switch
    {
        "Deployment" or "StatefulSet" or "ReplicaSet" when Item.Group == "apps" => Number(Item.Content["spec"]?["replicas"]) ?? 1,
        "Job" when Item.Group == "batch" => Number(Item.Content["spec"]?["parallelism"]) ?? 1,
        _ => null,
    };

    /// <summary>Which field of the spec holds its replicas.</summary>
    public string ReplicasField => Item.Kind == "Job" ? "parallelism" : "replicas";

    /// <summary>The content holds what may be secret.</summary>
    public override string ToString() => Item.Label;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long whole) && whole is >= 0 and <= int.MaxValue ? (int)whole : null;
}
