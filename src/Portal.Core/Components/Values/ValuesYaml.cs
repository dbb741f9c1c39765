using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Portal.Core.Components.Values;

/// <summary>Values as YAML that a person reads, and that reads back as the same values.</summary>
public static class ValuesYaml
{
    /// <summary>Falls back to JSON, which is YAML too, where the YAML would read back as something else.</summary>
    public static string Write(JsonObject values)
    {
        if (values.Count == 0)
        {
            return "";
        }

        var text = new SerializerBuilder().WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).Build().Serialize(Plain(values)!).ReplaceLineEndings("\n");
        return ReadsBack(text, values) ? text : values.ToJsonString(new JsonSerializerOptions(JsonSerializerOptions.Web) { WriteIndented = true });
    }

    private static bool ReadsBack(string text, JsonObject values)
    {
        try
        {
            return JsonNode.DeepEquals(StrictYaml.Parse(text, new YamlLimits(16 * 1024 * 1024, 1_000_000, 128)), values);
        }
        catch (StrictYamlException)
        {
            return false;
        }
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject mapping => mapping.ToDictionary(pair => pair.Key, pair => Plain(pair.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.TryGetValue(out long whole)
                ? whole
                : decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : value.ToJsonString(),
            _ => value.ToString(),
        },
        _ => null,
    };
}
