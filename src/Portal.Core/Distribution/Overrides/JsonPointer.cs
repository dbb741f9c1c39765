using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Core.Distribution.Overrides;

/// <summary>One operation of a JSON patch (RFC 6902) at a JSON pointer.</summary>
internal static class JsonPointer
{
    /// <summary>False when the place is not there.</summary>
    public static bool Apply(JsonObject root, string path, string @operator, JsonNode? value)
    {
        var steps = path.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        JsonNode? parent = root;
        foreach (var step in steps.SkipLast(1))
        {
            parent = Child(parent, step);
        }

        return (parent, @operator) switch
        {
            (JsonObject mapping, "remove") => mapping.Remove(steps[^1]),
            (JsonObject mapping, _) when @operator == "add" || mapping.ContainsKey(steps[^1]) => Set(mapping, steps[^1], value),
            (JsonArray list, "add") when steps[^1] == "-" => Insert(list, list.Count, value),
            (JsonArray list, "add") when Index(steps[^1]) is { } at && at <= list.Count => Insert(list, at, value),
            (JsonArray list, "remove") when Index(steps[^1]) is { } at && at < list.Count => RemoveAt(list, at),
            (JsonArray list, "replace") when Index(steps[^1]) is { } at && at < list.Count => Set(list, at, value),
            _ => false,
        };
    }

    private static JsonNode? Child(JsonNode? node, string step) => node switch
    {
        JsonObject mapping => mapping[step],
        JsonArray list when Index(step) is { } at && at < list.Count => list[at],
        _ => null,
    };

    private static int? Index(string step) => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static bool Set(JsonObject mapping, string name, JsonNode? value)
    {
        mapping[name] = value?.DeepClone();
        return true;
    }

    private static bool Set(JsonArray list, int index, JsonNode? value)
    {
        list[index] = value?.DeepClone();
        return true;
    }

    private static bool Insert(JsonArray list, int index, JsonNode? value)
    {
        list.Insert(index, value?.DeepClone());
        return true;
    }

    private static bool RemoveAt(JsonArray list, int index)
    {
        list.RemoveAt(index);
        return true;
    }
}
