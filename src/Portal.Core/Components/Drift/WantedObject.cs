using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Manifests;

namespace Portal.Core.Components.Drift;

/// <summary>A manifest's object as helm applies it. Pure.</summary>
public static class WantedObject
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>In its namespace, with helm's marks, and with the texts of a Secret where the server keeps them.</summary>
    public static JsonObject Of(ManifestObject item, string @namespace, string release, string releaseNamespace)
    {
        var content = item.Content.DeepClone().AsObject();
        var metadata = content["metadata"]!.AsObject();
        if (@namespace.Length > 0)
        {
            metadata["namespace"] = @namespace;
        }

        Mapping(metadata, "labels")[ManagedBy] = "Helm";
        var annotations = Mapping(metadata, "annotations");
        annotations[HelmOwner.ReleaseName] = release;
        annotations[HelmOwner.ReleaseNamespace] = releaseNamespace;
        if (item.Kind == "Secret" && content["stringData"] is JsonObject texts)
        {
            var data = Mapping(content, "data");
            foreach (var (key, text) in texts)
            {
                data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
            }

            content.Remove("stringData");
        }

        return content;
    }

    /// <summary>
    /// What is applied to repair an object: the manifest's fields, but for those that are not to be touched, which keep the
    /// value that they have. Left out they would be lost, as helm may be their only owner.
    /// </summary>
    /// <param name="kept">Differences that stay.</param>
    public static JsonObject Repaired(JsonObject wanted, IEnumerable<FieldDifference> kept)
    {
        var content = wanted.DeepClone().AsObject();
        // Backwards, so that an item that goes does not shift those before it.
        foreach (var difference in kept.Reverse())
        {
            var parent = PathElement.Find(content, difference.Elements.SkipLast(1), live: false);
            switch (difference.Elements[^1], parent)
            {
                case ({ Name: { } name }, JsonObject mapping) when difference.Live is null:
                    mapping.Remove(name);
                    break;
                case ({ Name: { } name }, JsonObject mapping):
                    mapping[name] = difference.Live.DeepClone();
                    break;
                case (var item, JsonArray list) when item.Index < list.Count:
                    list.RemoveAt(item.Index);
                    break;
            }
        }

        return content;
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
