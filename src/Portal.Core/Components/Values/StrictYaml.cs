using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Core.Components.Values;

/// <summary>
/// Reads hostile YAML into JSON nodes: one document, no anchors or aliases (the stuff of YAML bombs), no tags, no duplicate
/// or non-scalar keys, bounded in size, number of nodes and depth. Works on the parser's events, so that a refused document
/// never becomes a tree.
/// </summary>
public static partial class StrictYaml
{
    /// <summary>The document, or null when it is empty. Throws <see cref="StrictYamlException"/>.</summary>
    public static JsonNode? Parse(string text, YamlLimits limits)
    {
        if (text.Length > limits.Characters)
        {
            throw new StrictYamlException($"the text has {text.Length} characters; at most {limits.Characters} are allowed");
        }

        try
        {
            return Read(text, limits);
        }
        catch (YamlException error)
        {
            if (error is SyntaxErrorException && TryFolded(text, limits, out var node))
            {
                return node;
            }

            throw new StrictYamlException($"line {error.Start.Line}: not valid YAML", error)
            {
                Line = (int)error.Start.Line,
                Column = (int)error.Start.Column,
                Reason = "not valid YAML",
            };
        }
    }

    private static JsonNode? Read(string text, YamlLimits limits) => new Reader(new Parser(new StringReader(text)), limits).Document();

    private static bool TryFolded(string text, YamlLimits limits, out JsonNode? node)
    {
        node = null;
        var folded = YamlContinuations.Fold(text);
        if (folded == text)
        {
            return false;
        }

        try
        {
            node = Read(folded, limits);
            return true;
        }
        catch (Exception error) when (error is YamlException or StrictYamlException)
        {
            return false;
        }
    }

    private sealed class Reader(IParser parser, YamlLimits limits)
    {
        private int _nodes;

        public JsonNode? Document()
        {
            try
            {
                return Whole();
            }
            catch (InvalidOperationException) when (parser.Current is { } last)
            {
                // The scanner itself fails on some of what is no YAML ("a: [1", then "b: 2"), and does not say where: after what was read last.
                throw Refuse(last, "not valid YAML");
            }
        }

        private JsonNode? Whole()
        {
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
            {
                return null;
            }

            parser.Consume<DocumentStart>();
            var node = Node(1);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _)
                ? node
                : throw Refuse(parser.Current!, "only one document is allowed");
        }

        private JsonNode? Node(int depth)
        {
            var current = parser.Current!;
            if (depth > limits.Depth)
            {
                throw Refuse(current, $"nested deeper than {limits.Depth} levels");
            }

            if (++_nodes > limits.Nodes)
            {
                throw Refuse(current, $"more than {limits.Nodes} values");
            }

            if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false })
            {
                throw Refuse(current, "anchors and aliases are not allowed; write the value out");
            }

            if (current is NodeEvent { Tag.IsEmpty: false })
            {
                throw Refuse(current, "tags are not allowed");
            }

            return current switch
            {
                Scalar => Resolve(parser.Consume<Scalar>()),
                MappingStart => Mapping(depth),
                SequenceStart => Sequence(depth),
                _ => throw Refuse(current, "not valid YAML"),
            };
        }

        private JsonObject Mapping(int depth)
        {
            var result = new JsonObject();
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (parser.Current is not Scalar key || !key.Anchor.IsEmpty || !key.Tag.IsEmpty)
                {
                    throw Refuse(parser.Current!, "a key must be a plain name");
                }

                parser.MoveNext();
                if (result.ContainsKey(key.Value))
                {
                    throw Refuse(key, $"the key \"{Short(key.Value)}\" is given twice");
                }

                result[key.Value] = Node(depth + 1);
            }

            return result;
        }

        private JsonArray Sequence(int depth)
        {
            var result = new JsonArray();
            parser.Consume<SequenceStart>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                result.Add(Node(depth + 1));
            }

            return result;
        }
    }

    /// <summary>As helm's YAML reads plain scalars: YAML 1.2's core schema and the words yes, no, on and off of 1.1.</summary>
    private static JsonValue? Resolve(Scalar scalar)
    {
        var text = scalar.Value;
        if (!scalar.IsPlainImplicit)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            _ when Integer().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
                JsonValue.Create(whole),
            _ when Fraction().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    private static StrictYamlException Refuse(ParsingEvent where, string why) =>
        new($"line {where.Start.Line}: {why}") { Line = (int)where.Start.Line, Column = (int)where.Start.Column, Reason = why };

    private static string Short(string key) => key.Length <= 60 ? key : key[..60] + "…";

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Fraction();
}
