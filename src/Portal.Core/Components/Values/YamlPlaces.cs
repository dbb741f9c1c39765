using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Portal.Core.Components.Values;

/// <summary>Where the fields of a YAML text stand in it.</summary>
internal static class YamlPlaces
{
    /// <summary>The mapping that the text is; null when it holds none, or an empty one.</summary>
    public static YamlMappingNode? Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents is [{ RootNode: YamlMappingNode { Children.Count: > 0 } root }, ..] ? root : null;
    }

    /// <summary>The innermost block mapping along the path, and how many keys of the path lead to it.</summary>
    public static (YamlMappingNode Holder, int Depth) Deepest(YamlMappingNode root, IReadOnlyList<string> path)
    {
        var (holder, depth) = (root, 0);
        while (depth < path.Count - 1 && Child(holder, path[depth])?.Value is YamlMappingNode { Children.Count: > 0, Style: not MappingStyle.Flow } inner)
        {
            (holder, depth) = (inner, depth + 1);
        }

        return (holder, depth);
    }

    public static (YamlNode Key, YamlNode Value)? Child(YamlMappingNode mapping, string key) =>
        mapping.Children.Where(pair => pair.Key is YamlScalarNode name && name.Value == key).Select(pair => ((YamlNode, YamlNode)?)(pair.Key, pair.Value)).FirstOrDefault();

    /// <summary>Just behind a key's colon.</summary>
    public static int Colon(string text, YamlNode key) => text.IndexOf(':', (int)key.End.Index) + 1;

    /// <summary>Where the last character of a value stands. A collection's own mark lies behind the comments that follow it.</summary>
    public static int Until(string text, YamlNode key, YamlNode value)
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

    public static int LineEnd(string text, int index) => text.IndexOf('\n', Math.Min(index, text.Length)) is >= 0 and var end ? end : text.Length;
}
