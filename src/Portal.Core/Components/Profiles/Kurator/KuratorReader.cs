using System.Text.Json.Nodes;

namespace Portal.Core.Components.Profiles.Kurator;

/// <summary>
/// Reads an object field by field and keeps account: what nobody has taken or refused by the end is told as such, so that
/// nothing is dropped in silence.
/// </summary>
internal sealed class KuratorReader(JsonObject root, string name)
{
    private readonly List<KuratorField> _fields = [];
    private readonly HashSet<string> _told = [];

    /// <summary>The node at a path, or null. Reading is not taking.</summary>
    public JsonNode? At(string path) => path.Split('.').Aggregate((JsonNode?)root, (node, part) => node is JsonObject mapping ? mapping[part] : null);

    public string? Text(string path) => At(path) is JsonValue value ? value.ToString() : null;

    public bool Has(string path) => At(path) is not null;

    /// <summary>Tells that a field, with all that lies in it, is in the profile.</summary>
    public void Take(string path, string words) => Tell(path, taken: true, words);

    /// <summary>Tells that a field could not be taken, and why.</summary>
    public void Leave(string path, string why) => Tell(path, taken: false, why);

    /// <summary>Every field, those that nobody spoke of last.</summary>
    public IReadOnlyList<KuratorField> Account()
    {
        foreach (var leaf in Leaves(root, "").Where(leaf => !_told.Any(told => leaf == told || leaf.StartsWith(told + ".", StringComparison.Ordinal))).ToList())
        {
            Tell(leaf, taken: false, "The portal has nothing that it could be.");
        }

        return _fields;
    }

    private void Tell(string path, bool taken, string words)
    {
        if (Has(path) && _told.Add(path))
        {
            _fields.Add(new KuratorField($"{name}: {path}", taken, words));
        }
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node is JsonObject { Count: > 0 } mapping
        ? mapping.SelectMany(pair => Leaves(pair.Value, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}"))
        : [path];
}
