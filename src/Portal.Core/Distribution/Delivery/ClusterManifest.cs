using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Delivery;

/// <summary>What one cluster gets of an application, in the order in which it is applied. Pure.</summary>
public static class ClusterManifest
{
    /// <summary>On every object: the application's name.</summary>
    public const string NameLabel = "kurator-portal.io/application";

    /// <summary>On every object that the application created, and on no other: the application's id.</summary>
    public const string IdAnnotation = "kurator-portal.io/application-id";

    /// <param name="replicas">By workload.</param>
    public static IReadOnlyList<ClusterItem> Make(
        ManifestSource source, PlacementCluster cluster, ApplicationPolicy policy, Guid id, string name, IReadOnlyDictionary<string, int> replicas) =>
    [
        .. source.Objects.OrderBy(item => KnownKinds.Rank(item.Item.Group, item.Item.Kind)).Select(item =>
        {
            var scaled = Scaled(item, replicas);
            var content = OverrideEngine.Apply(scaled.Item, cluster, policy.Overrides);
            Mark(content, id, name);
            Encode(content);
            return new ClusterItem(item, content);
        }),
    ];

    /// <summary>An object as it is for all clusters, with the application's marks: what Karmada carries.</summary>
    public static ClusterItem Template(SourceObject item, Guid id, string name)
    {
        var content = item.Item.Content.DeepClone().AsObject();
        Mark(content, id, name);
        Encode(content);
        return new ClusterItem(item, content);
    }

    private static SourceObject Scaled(SourceObject item, IReadOnlyDictionary<string, int> replicas)
    {
        if (!replicas.TryGetValue(item.Key, out var count) || item.Item.Content["spec"] is not JsonObject spec
            || (!spec.ContainsKey(item.ReplicasField) && count == item.Replicas))
        {
            return item;
        }

        var content = item.Item.Content.DeepClone().AsObject();
        content["spec"]![item.ReplicasField] = count;
        return item with { Item = item.Item with { Content = content } };
    }

    private static void Mark(JsonObject content, Guid id, string name)
    {
        var metadata = content["metadata"]!.AsObject();
        Mapping(metadata, "labels")[NameLabel] = name;
        Mapping(metadata, "annotations")[IdAnnotation] = id.ToString();
        content.Remove("status");
    }

    /// <summary>Texts of a Secret go where the server keeps them, so that they can be compared.</summary>
    private static void Encode(JsonObject content)
    {
        if ((string?)content["kind"] == "Secret" && content["stringData"] is JsonObject texts)
        {
            var data = Mapping(content, "data");
            foreach (var (key, text) in texts)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
            }

            content.Remove("stringData");
        }
    }

    private static JsonObject Mapping(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject mapping)
        {
            parent[name] = mapping = [];
        }

        return mapping;
    }
}

/// <summary>An object as one cluster gets it.</summary>
/// <param name="Source">As the application's manifests have it.</param>
/// <param name="Content">With replicas, overrides and marks.</param>
public sealed record ClusterItem(SourceObject Source, JsonObject Content)
{
    /// <summary>The content may hold secrets.</summary>
    public override string ToString() => Source.ToString();
}
