using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Components.Values;

namespace Portal.Jobs.Components;

/// <summary>The texts among given values whose key or schema (writeOnly) says that they are secret, so that the log can hide them.</summary>
internal static partial class SecretValues
{
    // Shorter ones would blacken half of the log.
    private const int Shortest = 6;

    /// <summary>Texts as a log would show them: of several lines each by itself, and none that is short or an address.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> texts) => texts
        .Where(text => !IPEndPoint.TryParse(text, out _) && !IPNetwork.TryParse(text, out _))
        .SelectMany(text => text.Split('\n').Append(text)).Where(part => part.Length >= Shortest);

    public static IEnumerable<string> Find(string yaml, JsonObject? schema = null) =>
        Find(StrictYaml.Parse(yaml, YamlLimits.Values), schema, secret: false).Distinct();

    private static IEnumerable<string> Find(JsonNode? node, JsonNode? schema, bool secret)
    {
        var hidden = secret || (schema?["writeOnly"] is JsonValue mark && mark.TryGetValue(out bool set) && set);
        return node switch
        {
            JsonObject mapping => mapping.SelectMany(pair => Find(pair.Value, schema?["properties"]?[pair.Key], hidden || SecretName().IsMatch(pair.Key))),
            JsonArray list => list.SelectMany(item => Find(item, schema?["items"], hidden)),
            // A text of several lines is logged line by line.
            JsonValue value when hidden && value.TryGetValue(out string? text) => [.. text.Split('\n').Append(text).Where(part => part.Length >= Shortest)],
            _ => [],
        };
    }

    [GeneratedRegex("passw|passphrase|secret|token|credential|api_?key|access_?key|private_?key|connection_?string", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
