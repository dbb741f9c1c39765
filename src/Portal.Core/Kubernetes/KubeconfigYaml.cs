using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Reads YAML (or JSON) event by event, within limits that are checked before anything is built: one document, no anchors,
/// no aliases, no tags, no duplicate keys, bounded depth and count. A YAML bomb has nothing to expand.
/// </summary>
internal sealed class KubeconfigYaml
{
    public const int MaxDepth = 24;
    public const int MaxNodes = 20_000;

    private readonly Parser _parser;
    private int _nodes;

    private KubeconfigYaml(string text) => _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));

    public static KubeconfigNode Parse(string text)
    {
        var reader = new KubeconfigYaml(text);
        try
        {
            return reader.ReadDocument();
        }
        catch (Exception exception) when (exception is not (Problems.ProblemException or OutOfMemoryException))
        {
            // The library's words may quote the file; its place is enough.
            var place = exception is YamlException yaml ? $" at line {yaml.Start.Line}, column {yaml.Start.Column}" : "";
            throw KubeconfigProblems.RefuseFile($"It is not valid YAML{place}.", KubeconfigProblems.Flatten);
        }
    }

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private KubeconfigNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            throw KubeconfigProblems.RefuseFile("It is empty.", KubeconfigProblems.Flatten);
        }

        var root = ReadNode("", depth: 1);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out _) ? root : throw KubeconfigProblems.RefuseFile(
            "It holds more than one YAML document.", "Keep one document, without further '---' lines.");
    }

    private KubeconfigNode ReadNode(string path, int depth)
    {
        if (depth > MaxDepth)
        {
            throw KubeconfigProblems.RefuseFile($"It is nested deeper than {MaxDepth} levels.", KubeconfigProblems.Flatten);
        }

        if (++_nodes > MaxNodes)
        {
            throw KubeconfigProblems.RefuseFile(
                $"It holds more than {MaxNodes} values.", "Keep the one context you need: kubectl config view --raw --flatten --minify.");
        }

        if (_parser.Accept<AnchorAlias>(out var alias))
        {
            throw Refuse(path, alias.Start.Line, "a YAML alias (*)");
        }

        if (_parser.Accept<NodeEvent>(out var node) && !node.Anchor.IsEmpty)
        {
            throw Refuse(path, node.Start.Line, "a YAML anchor (&)");
        }

        if (node is { Tag.IsEmpty: false })
        {
            throw Refuse(path, node.Start.Line, "a YAML tag (!)");
        }

        return node switch
        {
            Scalar => ReadScalar(path),
            MappingStart => ReadMap(path, depth),
            SequenceStart => ReadList(path, depth),
            _ => throw KubeconfigProblems.RefuseFile("It is not valid YAML.", KubeconfigProblems.Flatten),
        };
    }

    private KubeconfigScalar ReadScalar(string path)
    {
        var scalar = _parser.Consume<Scalar>();
        return new KubeconfigScalar(path, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
    }

    private KubeconfigMap ReadMap(string path, int depth)
    {
        _parser.Consume<MappingStart>();
        Dictionary<string, KubeconfigNode> fields = [];
        Dictionary<string, int> lines = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.Accept<Scalar>(out var key) || !key.Anchor.IsEmpty || !key.Tag.IsEmpty)
            {
                throw Refuse(path, (int)(_parser.Current?.Start.Line ?? 0), "a field name that is not plain text");
            }

            _parser.Consume<Scalar>();
            var line = (int)key.Start.Line;
            var name = Join(path, KubeconfigProblems.Key(key.Value, line));
            if (!lines.TryAdd(key.Value, line))
            {
                throw KubeconfigProblems.Refuse(
                    name, $"It is given twice, in lines {lines[key.Value]} and {line}: programs differ in which one they take.", "Keep one of them.");
            }

            fields[key.Value] = ReadNode(name, depth + 1);
        }

        return new KubeconfigMap(path, fields, lines);
    }

    private KubeconfigList ReadList(string path, int depth)
    {
        _parser.Consume<SequenceStart>();
        List<KubeconfigNode> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        }

        return new KubeconfigList(path, items);
    }

    private static Problems.ProblemException Refuse(string path, long line, string what) => KubeconfigProblems.Refuse(
        path.Length == 0 ? $"Line {line}" : path, $"It uses {what} in line {line}; a kubeconfig needs none, and they can hide a huge file in a small one.", "Write the value out. " + KubeconfigProblems.Flatten);
}
