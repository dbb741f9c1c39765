using System.Text.Json.Nodes;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using static Portal.Core.Components.Values.YamlPlaces;

namespace Portal.Core.Components.Values;

/// <summary>
/// Changes one field of a YAML text that a person writes and leaves all else as it stands: comments, order, fields that nobody
/// knows. Where that cannot be done in the text itself, the whole is written anew, without comments and with every field.
/// </summary>
public static class YamlEdit
{
    /// <summary>The text with the field set; with null the field goes, and what is empty without it. Throws <see cref="StrictYamlException"/>.</summary>
    /// <param name="text">A mapping, or empty.</param>
    /// <param name="path">The keys from the root.</param>
    /// <param name="value">What it becomes.</param>
    public static string Set(string text, IReadOnlyList<string> path, JsonNode? value)
    {
        text = text.ReplaceLineEndings("\n");
        var before = ComponentValues.Parse(text);
        var wanted = before.DeepClone().AsObject();
        if (value is null)
        {
            Remove(wanted, path, 0);
        }
        else
        {
            Put(wanted, path, 0, value);
        }

        if (JsonNode.DeepEquals(before, wanted))
        {
            return text;
        }

        var edited = value is null ? Removed(text, path, wanted) : Written(text, path, wanted);
        return Reads(edited) is { } read && JsonNode.DeepEquals(read, wanted) ? edited : ValuesYaml.Write(wanted);
    }

    /// <summary>What stands at a path of a mapping; null when nothing does.</summary>
    public static JsonNode? At(JsonObject values, IReadOnlyList<string> path) =>
        path.Aggregate((JsonNode?)values, (node, key) => (node as JsonObject)?[key]);

    private static void Put(JsonObject mapping, IReadOnlyList<string> path, int depth, JsonNode value)
    {
        if (depth == path.Count - 1)
        {
            mapping[path[depth]] = value.DeepClone();
            return;
        }

        if (mapping[path[depth]] is not JsonObject inner)
        {
            mapping[path[depth]] = inner = [];
        }

        Put(inner, path, depth + 1, value);
    }

    private static void Remove(JsonObject mapping, IReadOnlyList<string> path, int depth)
    {
        if (depth == path.Count - 1)
        {
            mapping.Remove(path[depth]);
        }
        else if (mapping[path[depth]] is JsonObject inner)
        {
            Remove(inner, path, depth + 1);
            if (inner.Count == 0)
            {
                mapping.Remove(path[depth]);
            }
        }
    }

    /// <param name="wanted">What the whole shall be: a mapping in braces is written anew as it is there.</param>
    private static string Written(string text, IReadOnlyList<string> path, JsonObject wanted)
    {
        var value = At(wanted, path)!;
        if (Root(text) is not { } root)
        {
            return (text.Length == 0 || text.EndsWith('\n') ? text : text + "\n") + YamlLines.Field(path, value, 0) + "\n";
        }

        var (holder, depth) = Deepest(root, path);
        var column = (int)holder.Children.First().Key.Start.Column - 1;
        if (Child(holder, path[depth]) is { } there)
        {
            var (start, end) = (Colon(text, there.Key), Until(text, there.Key, there.Value));
            return text[..start] + (there.Value is YamlMappingNode { Children.Count: > 0 } || depth == path.Count - 1
                ? YamlLines.Value(At(wanted, [.. path.Take(depth + 1)])!, column)
                : "\n" + YamlLines.Field([.. path.Skip(depth + 1)], value, column + 2)) + text[end..];
        }

        var last = holder.Children.Last();
        var after = LineEnd(text, Until(text, last.Key, last.Value));
        return text[..after] + "\n" + YamlLines.Field([.. path.Skip(depth)], value, column) + (after < text.Length ? text[after..] : "\n");
    }

    private static string Removed(string text, IReadOnlyList<string> path, JsonObject wanted)
    {
        // The highest key that is not wanted any more.
        var gone = Enumerable.Range(1, path.Count).First(count => At(wanted, [.. path.Take(count)]) is null);
        var mapping = Root(text)!;
        for (var depth = 0; depth < gone - 1; depth++)
        {
            mapping = (YamlMappingNode)Child(mapping, path[depth])!.Value.Value;
            if (mapping.Style == MappingStyle.Flow)
            {
                return Written(text, [.. path.Take(depth + 1)], wanted);
            }
        }

        var (key, value) = Child(mapping, path[gone - 1])!.Value;
        var begin = (int)key.Start.Index;
        var end = LineEnd(text, Until(text, key, value));
        return text[..(begin == 0 ? 0 : text.LastIndexOf('\n', begin - 1) + 1)] + (end < text.Length ? text[(end + 1)..] : "");
    }

    private static JsonObject? Reads(string text)
    {
        try
        {
            return ComponentValues.Parse(text);
        }
        catch (StrictYamlException)
        {
            return null;
        }
    }
}
