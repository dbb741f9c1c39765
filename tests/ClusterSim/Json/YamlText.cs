using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClusterSim.Json;

/// <summary>YAML for the clients that ask for it: one document, read into and written from plain JSON values.</summary>
public static partial class YamlText
{
    private const int Width = 80;

    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static object? Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        return Read(parser);
    }

    /// <summary>Writes with sorted keys, two spaces a level and lists not indented, as the API server does.</summary>
    public static string Write(object? value)
    {
        var text = new StringBuilder();
        WriteValue(text, value, 0, inList: false);
        return text.ToString();
    }

    private static object? Read(IParser parser)
    {
        if (parser.TryConsume<MappingStart>(out _))
        {
            var map = new Map();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>().Value;
                map[key] = Read(parser);
            }

            return map;
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new Seq();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Read(parser));
            }

            return list;
        }

        var scalar = parser.Consume<Scalar>();
        return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : scalar.Value;
    }

    private static object? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when Float().IsMatch(text) => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    private static void WriteValue(StringBuilder text, object? value, int indent, bool inList)
    {
        switch (value)
        {
            case Map { Count: > 0 } map:
                var first = true;
                foreach (var (key, item) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    if (!(first && inList))
                    {
                        text.Append(' ', indent);
                    }

                    first = false;
                    text.Append(Scalar(key)).Append(':');
                    WriteChild(text, item, item is Seq ? indent : indent + 2);
                }

                break;
            case Seq { Count: > 0 } list:
                foreach (var item in list)
                {
                    text.Append(' ', indent).Append("- ");
                    if (item is Map { Count: > 0 } or Seq { Count: > 0 })
                    {
                        WriteValue(text, item, indent + 2, inList: true);
                    }
                    else
                    {
                        WriteLeaf(text, item, indent + 2);
                    }
                }

                break;
            default:
                WriteLeaf(text, value, indent);
                break;
        }
    }

    private static void WriteChild(StringBuilder text, object? item, int indent)
    {
        if (item is Map { Count: > 0 } or Seq { Count: > 0 })
        {
            text.Append('\n');
            WriteValue(text, item, indent, inList: false);
        }
        else
        {
            text.Append(' ');
            WriteLeaf(text, item, indent);
        }
    }

    // A long text of one line is folded at the first single blank past the width.
    private static void WriteLeaf(StringBuilder text, object? value, int indent)
    {
        var leaf = Leaf(value, indent);
        var column = text.Length;
        for (var i = text.Length - 1; i >= 0 && text[i] != '\n'; i--)
        {
            column = text.Length - i;
        }

        var folds = value is string && !leaf.Contains('\n', StringComparison.Ordinal);
        for (var i = 0; i < leaf.Length; i++, column++)
        {
            if (folds && leaf[i] == ' ' && column > Width && i > 1 && i < leaf.Length - 2 && leaf[i - 1] != ' ' && leaf[i + 1] != ' ')
            {
                text.Append('\n').Append(' ', indent);
                column = indent - 1;
            }
            else
            {
                text.Append(leaf[i]);
            }
        }

        text.Append('\n');
    }

    private static string Leaf(object? value, int indent) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        long l => l.ToString(CultureInfo.InvariantCulture),
        double d => JsonText.Number(d),
        Map => "{}",
        Seq => "[]",
        string s when s.Contains('\n', StringComparison.Ordinal) && !s.Contains('\r', StringComparison.Ordinal) => Block(s, indent),
        string s => Scalar(s),
        _ => "",
    };

    private static string Block(string s, int indent)
    {
        var pad = new string(' ', Math.Max(indent, 2));
        var keep = s.EndsWith('\n') ? (s.EndsWith("\n\n", StringComparison.Ordinal) ? "|+" : "|") : "|-";
        var lines = (s.EndsWith('\n') ? s[..^1] : s).Split('\n').Select(l => l.Length == 0 ? l : pad + l);
        return keep + "\n" + string.Join("\n", lines);
    }

    private static string Scalar(string s)
    {
        if (s.Length == 0 || Ambiguous().IsMatch(s) || Plain(s) is not string || s.Any(char.IsControl))
        {
            return JsonText.ToText(s);
        }

        return Bare().IsMatch(s) ? s : $"'{s.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    // What YAML 1.1 reads as a date, a truth value or a number of another base.
    [GeneratedRegex(@"^(\d{4}-\d\d?-\d\d?([Tt ].*)?|[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?0[xob]?[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+]?[0-9_]+(\.[0-9_]*)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|<<|=)$")]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    [GeneratedRegex(@"^[A-Za-z0-9_/.][A-Za-z0-9_/.,()=+*%$@~^&;!?'`<>\\ \-]*(:[A-Za-z0-9_/.,()=+*%$@~^&;!?'`<>\\\-]+[A-Za-z0-9_/.,()=+*%$@~^&;!?'`<>\\ \-]*)*(?<! )$")]
    private static partial Regex Bare();
}
