using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Json.Schema;
using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Values;

/// <summary>Default and given values of one release, laid over each other as helm does it.</summary>
/// <param name="Defaults">YAML: the entry's defaults for the version.</param>
/// <param name="Given">YAML: what the person gave.</param>
/// <param name="Merged">Both together; the chart's own values are below them.</param>
/// <param name="Faults">What breaks the entry's values schema; empty when nothing does.</param>
public sealed record ComponentValues(string Defaults, string Given, JsonObject Merged, IReadOnlyList<string> Faults)
{
    /// <summary>Tells two sets of values apart without showing them: SHA-256 in hex.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Defaults + "\u0000" + Given)));

    /// <summary>Throws <see cref="StrictYamlException"/> when either text is refused.</summary>
    public static ComponentValues Merge(CatalogEntry entry, string version, string given)
    {
        var defaults = entry.DefaultValuesFor(version);
        var merged = Mapping(defaults);
        Overlay(merged, Mapping(given));
        var faults = entry.ValuesSchema is { } schema
            ? SchemaFaults.Of(JsonSchema.FromText(schema.ToJsonString()), merged)
            : [];
        return new ComponentValues(defaults, given, merged, faults);
    }

    /// <summary>False only where the dotted path leads to the value false.</summary>
    public bool IsEnabled(string? path)
    {
        JsonNode? node = Merged;
        foreach (var part in path?.Split('.') ?? [])
        {
            node = node is JsonObject mapping ? mapping[part] : null;
        }

        return path is null || node is not JsonValue value || !value.TryGetValue(out bool enabled) || enabled;
    }

    /// <summary>Never the values.</summary>
    public override string ToString() => $"ComponentValues {{ Digest = {Digest} }}";

    private static JsonObject Mapping(string yaml) => StrictYaml.Parse(yaml, YamlLimits.Values) switch
    {
        null => [],
        JsonObject mapping => mapping,
        _ => throw new StrictYamlException("line 1: values must be a mapping (\"key: value\")"),
    };

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
