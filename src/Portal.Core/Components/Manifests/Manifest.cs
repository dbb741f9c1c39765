using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Components.Values;

namespace Portal.Core.Components.Manifests;

/// <summary>What a chart renders to: a YAML stream that somebody else's templates wrote.</summary>
/// <param name="Unreadable">Documents that are no objects, each with the reason; they never repeat a value.</param>
public sealed partial record Manifest(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<string> Unreadable)
{
    private static readonly YamlLimits Limits = new(8 * 1024 * 1024, 400_000, 128);

    public static Manifest Empty { get; } = new([], []);

    /// <summary>Lists are taken apart; empty documents are left out.</summary>
    /// <param name="yaml">The stream.</param>
    /// <param name="kinds">Only documents of these kinds are read, as manifests may be large; null for all.</param>
    public static Manifest Parse(string yaml, IReadOnlyCollection<string>? kinds = null)
    {
        var objects = new List<ManifestObject>();
        var unreadable = new List<string>();
        foreach (var document in Separator().Split(yaml).Where(document => !string.IsNullOrWhiteSpace(document)
            && (kinds is null || (Kind().Match(document) is { Success: true } match && kinds.Contains(match.Groups["kind"].Value)))))
        {
            try
            {
                Add(StrictYaml.Parse(document, Limits), objects, unreadable);
            }
            catch (StrictYamlException error)
            {
                unreadable.Add($"{Source().Match(document).Groups["path"].Value}: {error.Message}".TrimStart(':', ' '));
            }
        }

        return new Manifest(objects, unreadable);
    }

    private static void Add(JsonNode? node, List<ManifestObject> objects, List<string> unreadable)
    {
        if (node is null)
        {
            return;
        }

        if (node is JsonObject list && list["items"] is JsonArray items && Text(list["kind"])?.EndsWith("List", StringComparison.Ordinal) == true)
        {
            foreach (var item in items.ToList())
            {
                items.Remove(item);
                Add(item, objects, unreadable);
            }
        }
        else if (node is JsonObject content && Text(content["apiVersion"]) is { } version && Text(content["kind"]) is { } kind
            && content["metadata"] is JsonObject metadata && Text(metadata["name"]) is { } name)
        {
            objects.Add(new ManifestObject(version, kind, Text(metadata["namespace"]) ?? "", name, content));
        }
        else
        {
            unreadable.Add("a document has no apiVersion, kind or name");
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    [GeneratedRegex(@"^---[ \t]*(?:#.*)?\r?$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^kind:[ \t]*[""']?(?<kind>[A-Za-z]+)[""']?[ \t\r]*$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex(@"^# Source: (?<path>\S+)", RegexOptions.Multiline)]
    private static partial Regex Source();
}
