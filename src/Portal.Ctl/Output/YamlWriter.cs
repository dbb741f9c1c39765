using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Ctl.Output;

/// <summary>JSON as YAML: the same content gives the same bytes, and reads back to the letter. Texts of several lines are literal blocks.</summary>
internal static partial class YamlWriter
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    };

    public static string Write(JsonNode? content)
    {
        var text = new StringBuilder();
        Value(text, content, 0, false);
        return text.ToString();
    }

    private static void Value(StringBuilder text, JsonNode? node, int indent, bool inList)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } mapping:
                Mapping(text, mapping, indent, inList);
                break;
            case JsonArray { Count: > 0 } list:
                List(text, list, indent);
                break;
            case JsonObject:
                text.Append("{}\n");
                break;
            case JsonArray:
                text.Append("[]\n");
                break;
            case null:
                text.Append("null\n");
                break;
            default:
                Scalar(text, node, indent);
                break;
        }
    }

    private static void Mapping(StringBuilder text, JsonObject mapping, int indent, bool inList)
    {
        var first = true;
        foreach (var (name, value) in mapping)
        {
            if (!first || !inList)
            {
                text.Append(' ', indent);
            }

            first = false;
            text.Append(Plain(name) ? name : Quoted(name)).Append(':');
            if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                text.Append('\n');
                Value(text, value, indent + 2, false);
            }
            else
            {
                text.Append(' ');
                Value(text, value, indent + 2, false);
            }
        }
    }

    private static void List(StringBuilder text, JsonArray list, int indent)
    {
        foreach (var item in list)
        {
            text.Append(' ', indent).Append("- ");
            if (item is JsonArray { Count: > 0 })
            {
                text.Append('\n');
                Value(text, item, indent + 2, false);
            }
            else
            {
                Value(text, item, indent + 2, true);
            }
        }
    }

    private static void Scalar(StringBuilder text, JsonNode node, int indent)
    {
        if (node.GetValueKind() != JsonValueKind.String)
        {
            text.Append(node.ToJsonString()).Append('\n');
            return;
        }

        var content = node.GetValue<string>();
        if (Plain(content))
        {
            text.Append(content).Append('\n');
        }
        else if (Block(content))
        {
            text.Append(content.EndsWith('\n') ? "|\n" : "|-\n");
            foreach (var line in content.TrimEnd('\n').Split('\n'))
            {
                text.Append(' ', line.Length == 0 ? 0 : Math.Max(indent, 2)).Append(line).Append('\n');
            }
        }
        else
        {
            text.Append(Quoted(content)).Append('\n');
        }
    }

    private static bool Plain(string text) => PlainText().IsMatch(text) && !Reserved.Contains(text);

    /// <summary>True where a literal block says the same.</summary>
    private static bool Block(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && text[0] is not (' ' or '\n' or '\t')
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Any(character => character != '\n' && MustBeEscaped(character));

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                _ when MustBeEscaped(character) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool MustBeEscaped(char character) =>
        (char.IsControl(character) && character != '\t') || character is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';

    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_./@()+-]*( [A-Za-z0-9_./@()+-]+)*\z")]
    private static partial Regex PlainText();
}
