using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Ctl.Files.Yaml;

/// <summary>
/// Reads the documents of a YAML stream, strictly: no anchors or aliases (the stuff of YAML bombs), no tags, no key that is given
/// twice or is no name, bounded in documents, values and depth. Works on the parser's events: what is refused never becomes a tree.
/// </summary>
internal sealed class YamlReader
{
    public const int MostDocuments = 5_000;
    private const int MostNodes = 500_000;
    private const int MostDepth = 64;

    private readonly Parser _parser;
    private int _nodes;

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The documents that are not empty. Throws <see cref="YamlFaultException"/>.</summary>
    public static IReadOnlyList<YamlNode> Read(string text)
    {
        var reader = new YamlReader(text);
        try
        {
            return reader.Documents();
        }
        catch (YamlException error)
        {
            throw new YamlFaultException(error.Start.Line, error.Start.Column, "not valid YAML", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // The scanner itself fails on some of what is no YAML, and does not say where: after what was read last.
            var last = reader._parser.Current?.End ?? Mark.Empty;
            throw new YamlFaultException(last.Line, last.Column, "not valid YAML", error);
        }
    }

    private List<YamlNode> Documents()
    {
        List<YamlNode> documents = [];
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            var start = _parser.Consume<DocumentStart>();
            if (documents.Count == MostDocuments)
            {
                throw Refuse(start, $"more than {MostDocuments} documents");
            }

            var node = Node(1);
            if (node is not YamlScalar { IsPlain: true, Text: "" or "~" or "null" })
            {
                documents.Add(node);
            }

            _parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    private YamlNode Node(int depth)
    {
        var current = _parser.Current!;
        if (depth > MostDepth)
        {
            throw Refuse(current, $"nested deeper than {MostDepth} levels");
        }

        if (++_nodes > MostNodes)
        {
            throw Refuse(current, $"more than {MostNodes} values");
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
            Scalar => Text(_parser.Consume<Scalar>()),
            MappingStart => Mapping(depth),
            SequenceStart => List(depth),
            _ => throw Refuse(current, "not valid YAML"),
        };
    }

    private static YamlScalar Text(Scalar scalar) => new(scalar.Start.Line, scalar.Start.Column, scalar.Value, scalar.IsPlainImplicit);

    private YamlMapping Mapping(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        List<YamlEntry> entries = [];
        HashSet<string> names = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } key)
            {
                throw Refuse(_parser.Current!, "a key must be a plain name");
            }

            _parser.MoveNext();
            if (!names.Add(key.Value))
            {
                throw Refuse(key, "the key is given twice");
            }

            entries.Add(new YamlEntry(key.Value, Node(depth + 1), key.Start.Line, key.Start.Column));
        }

        return new YamlMapping(start.Start.Line, start.Start.Column, entries);
    }

    private YamlList List(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        List<YamlNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return new YamlList(start.Start.Line, start.Start.Column, items);
    }

    private static YamlFaultException Refuse(ParsingEvent where, string why) => new(where.Start.Line, where.Start.Column, why);
}
