using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Sources;

/// <summary>An application's manifests: a YAML stream, read strictly. Every fault is found, each with its line and column. Pure.</summary>
/// <param name="Objects">In the order of the text; those without fault.</param>
public sealed record ManifestSource(IReadOnlyList<SourceObject> Objects, IReadOnlyList<SourceFault> Faults)
{
    public const int MostCharacters = 1024 * 1024;
    public const int MostObjects = 500;
    private const int MostTold = 10;
    private static readonly YamlLimits Limits = new(MostCharacters, 100_000, 64);

    /// <summary>The objects that belong to no namespace, as far as Kubernetes' own kinds tell.</summary>
    public IReadOnlyList<SourceObject> ClusterScoped => [.. Objects.Where(item => KnownKinds.IsClusterScoped(item.Item))];

    public static ManifestSource Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return new ManifestSource([], [Refuse(0, 0, $"The source has {text.Length} characters, and at most {MostCharacters} are taken")]);
        }

        var reading = new Reading();
        foreach (var document in YamlDocument.Split(text))
        {
            reading.Add(document);
        }

        return reading.End();
    }

    /// <summary>The source without faults, held to the definitions that are in it; throws an Invalid problem that names each place.</summary>
    public static ManifestSource Demand(string text, string what)
    {
        var source = Read(text);
        IReadOnlyList<SourceFault> faults = source.Faults.Count > 0 ? source.Faults : [.. DefinedKinds.Check(source.Objects)];
        if (faults.Count == 0)
        {
            return source;
        }

        var told = string.Join(" ", faults.Take(MostTold).Select(fault => fault.Words));
        throw ProblemException.Invalid(what, told, "Correct these places, and send it again.", "source");
    }

    private static SourceFault Refuse(int line, int column, string why) => new(line, column, why);

    private sealed class Reading
    {
        private readonly List<SourceObject> _objects = [];
        private readonly List<SourceFault> _faults = [];
        private readonly Dictionary<string, int> _seen = [];

        public void Add(YamlDocument document)
        {
            try
            {
                if (StrictYaml.Parse(document.Text, Limits) is { } node)
                {
                    Add(node, document.FirstLine);
                }
            }
            catch (StrictYamlException error)
            {
                _faults.Add(error.Line == 0
                    ? Refuse(document.FirstLine, 1, error.Reason)
                    : new SourceFault(document.Line + error.Line - 1, error.Column, error.Reason));
            }
        }

        public ManifestSource End()
        {
            if (_objects.Count == 0 && _faults.Count == 0)
            {
                _faults.Add(Refuse(0, 0, "The source holds no object"));
            }
            else if (_objects.Count > MostObjects)
            {
                _faults.Add(Refuse(0, 0, $"The source has {_objects.Count} objects, and at most {MostObjects} are taken"));
            }

            return new ManifestSource(_objects, _faults);
        }

        private void Add(JsonNode node, int line)
        {
            if (node is JsonObject list && Text(list["kind"]) == "List" && list["items"] is JsonArray items)
            {
                foreach (var item in items.ToList())
                {
                    items.Remove(item);
                    if (item is not null)
                    {
                        Add(item, line);
                    }
                }

                return;
            }

            if (node is not JsonObject content)
            {
                _faults.Add(Refuse(line, 1, "the document is not an object"));
                return;
            }

            if (Check(content, line) is { } read)
            {
                Add(read);
            }
        }

        private SourceObject? Check(JsonObject content, int line)
        {
            var metadata = content["metadata"] as JsonObject;
            var (version, kind, name) = (Text(content["apiVersion"]), Text(content["kind"]), Text(metadata?["name"]));
            var missing = new[] { (version, "apiVersion"), (kind, "kind"), (name, "metadata.name") }.Where(pair => pair.Item1 is null).Select(pair => pair.Item2).ToList();
            if (missing.Count > 0)
            {
                _faults.Add(Refuse(line, 1, $"the object has no {string.Join(" and no ", missing)}"));
                return null;
            }

            if (KnownKinds.IsNeverDelivered(kind!))
            {
                _faults.Add(Refuse(line, 1, $"objects of the kind {kind} are made by the cluster itself, and are not delivered"));
                return null;
            }

            return new SourceObject(new ManifestObject(version!, kind!, Text(metadata!["namespace"]) ?? "", name!, content), line);
        }

        private void Add(SourceObject read)
        {
            if (!_seen.TryAdd(read.Key, read.Line))
            {
                _faults.Add(Refuse(read.Line, 1, $"{read.Item.Label} is given twice, first on line {_seen[read.Key]}"));
                return;
            }

            _objects.Add(read);
        }

        private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
    }
}
