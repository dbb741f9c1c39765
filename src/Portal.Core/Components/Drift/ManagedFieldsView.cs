using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Components.Drift;

/// <summary>Who wrote a field, and when, as the cluster has noted it.</summary>
/// <param name="Subresource">"scale" or "status"; empty for the object itself.</param>
public sealed record FieldOwner(string Manager, string Subresource, DateTimeOffset? Since);

/// <summary>Reads an object's managedFields: who owns a field, and by which keys the items of a list are told apart. Pure.</summary>
internal sealed class ManagedFieldsView
{
    private readonly List<(FieldOwner Owner, JsonObject Fields)> _entries = [];

    public ManagedFieldsView(JsonObject live)
    {
        foreach (var entry in (live["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (entry["fieldsV1"] is JsonObject fields)
            {
                _entries.Add((new FieldOwner(Text(entry["manager"]), Text(entry["subresource"]), Time(Text(entry["time"]))), fields));
            }
        }
    }

    /// <summary>True when the cluster notes nothing of this object.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The owners of a field or of the whole that it lies in: the latest first.</summary>
    /// <param name="path">In the terms of fieldsV1: "f:spec", "k:{…}".</param>
    public IReadOnlyList<FieldOwner> OwnersOf(IReadOnlyList<string> path) =>
        [.. _entries.Where(entry => Owns(entry.Fields, path)).Select(entry => entry.Owner).OrderByDescending(owner => owner.Since)];

    /// <summary>The key fields of the items of a list ("name", or "containerPort" and "protocol"); null when the list is one value.</summary>
    public IReadOnlyList<string>? KeysOf(IReadOnlyList<string> path)
    {
        foreach (var (_, fields) in _entries)
        {
            if (Node(fields, path) is { } list && list.FirstOrDefault(child => child.Key.StartsWith("k:", StringComparison.Ordinal)).Key is { } key)
            {
                return JsonNode.Parse(key[2..]) is JsonObject keys ? [.. keys.Select(pair => pair.Key)] : null;
            }
        }

        return null;
    }

    /// <summary>The element of a path for an item that is told apart by keys, as the cluster writes it; null when nobody owns the item.</summary>
    public string? ElementOf(IReadOnlyList<string> list, Func<JsonObject, bool> isItem)
    {
        foreach (var (_, fields) in _entries)
        {
            foreach (var child in Node(fields, list) ?? [])
            {
                if (child.Key.StartsWith("k:", StringComparison.Ordinal) && JsonNode.Parse(child.Key[2..]) is JsonObject keys && isItem(keys))
                {
                    return child.Key;
                }
            }
        }

        return null;
    }

    private static bool Owns(JsonObject fields, IReadOnlyList<string> path)
    {
        var node = fields;
        foreach (var element in path)
        {
            if (node[element] is not JsonObject inner)
            {
                return false;
            }

            // A leaf in the set is owned with all that lies in it.
            node = inner;
            if (inner.Count == 0)
            {
                return true;
            }
        }

        return true;
    }

    private static JsonObject? Node(JsonObject fields, IReadOnlyList<string> path) =>
        path.Aggregate((JsonObject?)fields, (node, element) => node?[element] as JsonObject);

    private static string Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
