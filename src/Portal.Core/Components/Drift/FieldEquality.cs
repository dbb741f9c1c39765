using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;

namespace Portal.Core.Components.Drift;

/// <summary>When two values of a field mean the same to the API server.</summary>
internal static class FieldEquality
{
    public static bool Same(JsonNode? wanted, JsonNode? live, string path)
    {
        if (JsonNode.DeepEquals(wanted, live) || (live is null && IsEmpty(wanted)) || (IsEmpty(wanted) && IsEmpty(live)))
        {
            return true;
        }

        return (wanted, live) switch
        {
            (JsonValue one, JsonValue other) => SameScalar(one, other, path),
            (JsonArray one, JsonArray other) => one.Count == other.Count && one.Zip(other).All(pair => Same(pair.First, pair.Second, path)),
            // Within a list that is one value, the server fills in what the manifest leaves open.
            (JsonObject one, JsonObject other) => one.All(pair => Same(pair.Value, other[pair.Key], $"{path}.{pair.Key}")),
            _ => false,
        };
    }

    /// <summary>What the server does not store: nothing, false, zero and empty texts, lists and mappings.</summary>
    public static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonObject mapping => mapping.All(pair => IsEmpty(pair.Value)),
        JsonArray list => list.Count == 0,
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.False or JsonValueKind.Null => true,
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => value.ToJsonString() is "0" or "0.0",
            _ => false,
        },
        _ => false,
    };

    private static bool SameScalar(JsonValue one, JsonValue other, string path)
    {
        var (left, right) = (one.ToString(), other.ToString());
        return left == right
            || (decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
                && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b) && a == b
                && one.GetValueKind() == JsonValueKind.Number && other.GetValueKind() == JsonValueKind.Number)
            || (IsQuantity(path) && Quantity(left) is { } amount && amount == Quantity(right));
    }

    private static bool IsQuantity(string path) =>
        path.Contains("resources.", StringComparison.Ordinal) || path.Contains("capacity", StringComparison.Ordinal)
        || path.Contains(".hard", StringComparison.Ordinal) || path.EndsWith("sizeLimit", StringComparison.Ordinal)
        || path.Contains(".limits", StringComparison.Ordinal) || path.Contains(".requests", StringComparison.Ordinal);

    private static decimal? Quantity(string text)
    {
        try
        {
            return new ResourceQuantity(text).ToDecimal();
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}
