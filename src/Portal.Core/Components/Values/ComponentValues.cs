using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;

namespace Portal.Core.Components.Values;

/// <summary>Default and given values of one release, laid over each other as helm does it.</summary>
/// <param name="Defaults">YAML: the entry's defaults for the version, and over them what systems say.</param>
/// <param name="Given">YAML: what the person gave.</param>
/// <param name="Merged">Both together; the chart's own values are below them.</param>
/// <param name="Faults">What breaks the entry's values schema; empty when nothing does.</param>
public sealed record ComponentValues(string Defaults, string Given, JsonObject Merged, IReadOnlyList<string> Faults)
{
    // JSON is YAML: fewer escapes, fewer ways to read them differently.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells two sets of values apart without showing them: SHA-256 in hex.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Defaults + "\u0000" + Given)));

    /// <summary>Throws <see cref="StrictYamlException"/> when either text is refused.</summary>
    /// <param name="layer">What the systems that it is a part of say, between the two; null where it is a part of none.</param>
    public static ComponentValues Merge(CatalogEntry entry, string version, string given, SystemLayer? layer = null)
    {
        var defaults = DefaultsUnder(entry, version, layer);
        var merged = Parse(defaults);
        Overlay(merged, Parse(given));
        var faults = entry.ValuesSchema is { } schema
            ? SchemaFaults.Of(JsonSchema.FromText(schema.ToJsonString()), merged)
            : [];
        // What waits for a step is looked at when the step has run.
        return new ComponentValues(defaults, given, merged, layer is null ? faults : [.. faults.Where(fault => !layer.IsPending(fault.Split(": ", 2)[0]))]);
    }

    /// <summary>Lays one mapping over another, as helm does with several files: null stays, and takes away what the chart says.</summary>
    public static void LayOver(JsonObject below, JsonObject above)
    {
        foreach (var (key, value) in above)
        {
            if (value is JsonObject inner && below[key] is JsonObject same)
            {
                LayOver(same, inner);
            }
            else
            {
                below[key] = value?.DeepClone();
            }
        }
    }

    /// <summary>
    /// Whether a condition of the catalogue holds: "path" does unless the value there is false, "!path" unless it is true,
    /// "path=text" only where it is that text. None always holds.
    /// </summary>
    public bool IsEnabled(string? condition)
    {
        if (condition is null)
        {
            return true;
        }

        if (condition.Split('=', 2) is [var path, var wanted])
        {
            return At(path) is JsonValue text && text.ToString() == wanted;
        }

        var negated = condition.StartsWith('!');
        return At(negated ? condition[1..] : condition) is not JsonValue value || !value.TryGetValue(out bool set) || set != negated;
    }

    /// <summary>A YAML text as a mapping; an empty one when it is empty. Throws <see cref="StrictYamlException"/>.</summary>
    public static JsonObject Parse(string yaml) => StrictYaml.Parse(yaml, YamlLimits.Values) switch
    {
        null => [],
        JsonObject mapping => mapping,
        _ => throw new StrictYamlException("line 1: values must be a mapping (\"key: value\")"),
    };

    /// <summary>Never the values.</summary>
    public override string ToString() => $"ComponentValues {{ Digest = {Digest} }}";

    private JsonNode? At(string path) =>
        path.Split('.').Aggregate((JsonNode?)Merged, (node, part) => node is JsonObject mapping ? mapping[part] : null);

    private static string DefaultsUnder(CatalogEntry entry, string version, SystemLayer? layer)
    {
        var defaults = entry.DefaultValuesFor(version);
        if (layer is null)
        {
            return defaults;
        }

        var both = Parse(defaults);
        LayOver(both, layer.Values);
        return both.ToJsonString(Readable);
    }

    private static void Overlay(JsonObject below, JsonObject above)
    {
        foreach (var (key, value) in above)
        {
            if (value is JsonObject inner && below[key] is JsonObject same)
            {
                Overlay(same, inner);
            }
            else if (value is null)
            {
                // helm: null takes a key away.
                below.Remove(key);
            }
            else
            {
                below[key] = value.DeepClone();
            }
        }
    }
}
