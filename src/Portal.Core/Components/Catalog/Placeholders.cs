using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Core.Components.Catalog;

/// <summary>
/// ${name} in the values of a system's part. They are filled in after the YAML is read, and only inside of texts: whatever a
/// value holds, it cannot become YAML. A text that is ${name:boolean} alone becomes true or false, as charts take a text for true.
/// </summary>
public static partial class Placeholders
{
    /// <summary>The chart's version.</summary>
    public const string Version = "version";

    public const string ClusterName = "cluster.name";

    /// <summary>The network that a cluster's pods are in: clusters of one network reach each other's pods directly.</summary>
    public const string ClusterNetwork = "cluster.network";

    public const string FleetName = "fleet.name";

    /// <summary>Before the name of one of the system's settings.</summary>
    public const string Settings = "settings.";

    /// <summary>The names in a text, each once.</summary>
    public static IReadOnlyList<string> Names(string text) => [.. Pattern().Matches(text).Select(match => match.Groups["name"].Value).Distinct()];

    /// <summary>A copy with every placeholder filled in. Throws KeyNotFoundException for one that has no value.</summary>
    public static JsonObject Fill(JsonObject values, IReadOnlyDictionary<string, string> texts) => (JsonObject)Filled(values, texts)!;

    private static JsonNode? Filled(JsonNode? node, IReadOnlyDictionary<string, string> texts) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.Select(pair => KeyValuePair.Create(Filled(pair.Key, texts), Filled(pair.Value, texts)))),
        JsonArray list => new JsonArray([.. list.Select(item => Filled(item, texts))]),
        JsonValue value when value.TryGetValue(out string? text) => Filled(text, texts) is var filled && Boolean().IsMatch(text) && bool.TryParse(filled, out var set)
            ? JsonValue.Create(set)
            : JsonValue.Create(filled),
        _ => node?.DeepClone(),
    };

    private static string Filled(string text, IReadOnlyDictionary<string, string> texts) => Pattern().Replace(text, match =>
        texts.TryGetValue(match.Groups["name"].Value, out var filled)
            ? filled
            : throw new KeyNotFoundException($"No value for ${{{match.Groups["name"].Value}}}."));

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z][A-Za-z0-9.-]*)(:boolean)?\}")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^\$\{[A-Za-z][A-Za-z0-9.-]*:boolean\}$")]
    private static partial Regex Boolean();
}
