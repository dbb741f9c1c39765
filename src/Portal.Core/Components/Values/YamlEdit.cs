using System.Text.Json.Nodes;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

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

    private static YamlMappingNode? Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents is [{ RootNode: YamlMappingNode { Children.Count: > 0 } root }, ..] ? root : null;
    }

    /// <summary>The innermost block mapping along the path, and how many keys of the path lead to it.</summary>
    private static (YamlMappingNode Holder, int Depth) Deepest(YamlMappingNode root, IReadOnlyList<string> path)
    {
        var (holder, depth) = (root, 0);
        while (depth < path.Count - 1 && Child(holder, path[depth])?.Value is YamlMappingNode { Children.Count: > 0, Style: not MappingStyle.Flow } inner)
        {
            (holder, depth) = (inner, depth + 1);
        }

        return (holder, depth);
    }

    private static (YamlNode Key, YamlNode Value)? Child(YamlMappingNode mapping, string key) =>
        mapping.Children.Where(pair => pair.Key is YamlScalarNode name && name.Value == key).Select(pair => ((YamlNode, YamlNode)?)(pair.Key, pair.Value)).FirstOrDefault();

    /// <summary>Just behind a key's colon.</summary>
    private static int Colon(string text, YamlNode key) => text.IndexOf(':', (int)key.End.Index) + 1;

    /// <summary>Where the last character of a value stands. A collection's own mark lies behind the comments that follow it.</summary>
    private static int Until(string text, YamlNode key, YamlNode value)
    {
        var colon = Colon(text, key);
        var end = value switch
        {
            YamlMappingNode { Style: not MappingStyle.Flow } mapping => mapping.Children.Count == 0 ? colon : Until(text, mapping.Children.Last().Key, mapping.Children.Last().Value),
            YamlSequenceNode { Style: not SequenceStyle.Flow } list => list.Children.Count == 0 ? colon : Last(text, list),
            YamlScalarNode => Math.Max(colon, (int)value.End.Index),
            _ => Closed(text, (int)value.Start.Index),
        };
        return Trimmed(text, end, colon);
    }

    private static int Last(string text, YamlSequenceNode list) => list.Children[^1] switch
    {
        YamlMappingNode { Style: not MappingStyle.Flow, Children.Count: > 0 } mapping => Until(text, mapping.Children.Last().Key, mapping.Children.Last().Value),
        YamlSequenceNode { Style: not SequenceStyle.Flow, Children.Count: > 0 } inner => Last(text, inner),
        YamlScalarNode scalar => Trimmed(text, (int)scalar.End.Index, (int)scalar.Start.Index),
        var other => Closed(text, (int)other.Start.Index),
    };

    /// <summary>Behind the bracket that closes the one at the start; a reader's mark of a collection stands at its beginning.</summary>
    private static int Closed(string text, int start)
    {
        var (depth, quote) = (0, '\0');
        for (var at = start; at < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0')
            {
                at += quote == '"' && letter == '\\' ? 1 : 0;
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else
            {
                depth += letter is '{' or '[' ? 1 : letter is '}' or ']' ? -1 : 0;
                if (depth == 0)
                {
                    return at + 1;
                }
            }
        }

        return text.Length;
    }

    private static int Trimmed(string text, int end, int least)
    {
        end = Math.Min(end, text.Length);
        while (end > least && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int LineEnd(string text, int index) => text.IndexOf('\n', Math.Min(index, text.Length)) is >= 0 and var end ? end : text.Length;

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
