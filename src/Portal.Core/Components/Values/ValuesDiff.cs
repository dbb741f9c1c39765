using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Components.Values;

/// <summary>Compares two sets of values leaf by leaf. Pure.</summary>
public static class ValuesDiff
{
    /// <summary>Stands in place of a secret.</summary>
    public const string Hidden = "(hidden)";

    private const int LongestValue = 400;

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What differs, by path. Mappings are gone into; a list is one value.</summary>
    /// <param name="schema">The entry's values schema, or null: it says what is secret.</param>
    public static IReadOnlyList<ValueChange> Compare(JsonObject before, JsonObject after, JsonObject? schema) =>
        [.. Walk("", before, after, schema, secret: false)];

    private static IEnumerable<ValueChange> Walk(string path, JsonObject before, JsonObject after, JsonNode? schema, bool secret)
    {
        foreach (var key in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)).Order(StringComparer.Ordinal))
        {
            var (old, next) = (before[key], after[key]);
            var here = path.Length == 0 ? key : $"{path}.{key}";
            var inner = schema?["properties"]?[key];
            var hidden = secret || SecretValues.IsSecret(key, inner);
            if ((old is JsonObject || next is JsonObject) && old is JsonObject or null && next is JsonObject or null)
            {
                foreach (var change in Walk(here, old as JsonObject ?? [], next as JsonObject ?? [], inner, hidden))
                {
                    yield return change;
                }
            }
            else if (!JsonNode.DeepEquals(old, next))
            {
                yield return new ValueChange(here, Text(old, hidden), Text(next, hidden), hidden);
            }
        }
    }

    private static string? Text(JsonNode? value, bool hidden)
    {
        if (value is null || hidden)
        {
            return value is null ? null : Hidden;
        }

        var text = value.ToJsonString(Plain);
        return text.Length <= LongestValue ? text : text[..(LongestValue - 1)] + "…";
    }
}
