using System.Text.Json.Nodes;

namespace Portal.Core.Components.Drift;

/// <summary>One field that is not as the manifest has it.</summary>
/// <param name="Elements">The way to it: names of fields, and indexes into lists of the live object.</param>
/// <param name="Path">For people: "spec.template.spec.containers[name=main].image".</param>
/// <param name="Live">Null when the field is not there.</param>
/// <param name="Owner">Who owns it now; null when nobody does, as with a field that is gone.</param>
/// <param name="Controllers">True when it belongs to one of the cluster's own controllers: it is meant to differ.</param>
public sealed record FieldDifference(IReadOnlyList<PathElement> Elements, string Path, JsonNode? Wanted, JsonNode? Live, FieldOwner? Owner, bool Controllers = false)
{
    /// <summary>Without the values.</summary>
    public override string ToString() => Path;
}

/// <summary>A step on the way to a field.</summary>
/// <param name="Name">Of a field; null for an item of a list.</param>
/// <param name="Index">Of the item in the wanted list.</param>
/// <param name="LiveIndex">Of the item in the live list; -1 when it is not there.</param>
public readonly record struct PathElement(string? Name, int Index = 0, int LiveIndex = 0)
{
    /// <summary>The node at a path, or null.</summary>
    public static JsonNode? Find(JsonNode root, IEnumerable<PathElement> path, bool live)
    {
        JsonNode? node = root;
        foreach (var element in path)
        {
            node = (element.Name, node) switch
            {
                ({ } name, JsonObject mapping) => mapping[name],
                (null, JsonArray list) => (live ? element.LiveIndex : element.Index) is var index && index >= 0 && index < list.Count ? list[index] : null,
                _ => null,
            };
        }

        return node;
    }
}
