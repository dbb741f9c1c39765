using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Core.Components.Values;

/// <summary>Which of the given values are secret: by their key, or by what the schema says of them (writeOnly).</summary>
public static partial class SecretValues
{
    // Shorter ones would blacken half of the log.
    private const int Shortest = 6;

    /// <summary>Texts as a log would show them: of several lines each by itself, and none that is short or an address.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> texts) => texts
        .Where(text => !IPEndPoint.TryParse(text, out _) && !IPNetwork.TryParse(text, out _))
        .SelectMany(text => text.Split('\n').Append(text)).Where(part => part.Length >= Shortest);

    /// <summary>The secret texts among given values, so that a log can hide them.</summary>
    public static IEnumerable<string> Find(string yaml, JsonObject? schema = null) =>
        Find(StrictYaml.Parse(yaml, YamlLimits.Values), schema, secret: false).Distinct();

    /// <summary>True when what is under the key is secret. A secret's inner values are secret too.</summary>
    /// <param name="schema">That of the value under the key.</param>
    public static bool IsSecret(string key, JsonNode? schema) => IsWriteOnly(schema) || SecretName().IsMatch(key);

    private static IEnumerable<string> Find(JsonNode? node, JsonNode? schema, bool secret)
    {
        var hidden = secret || IsWriteOnly(schema);
        return node switch
        {
            JsonObject mapping => mapping.SelectMany(pair => Find(pair.Value, schema?["properties"]?[pair.Key], hidden || SecretName().IsMatch(pair.Key))),
            JsonArray list => list.SelectMany(item => Find(item, schema?["items"], hidden)),
            // A text of several lines is logged line by line.
            JsonValue value when hidden && value.TryGetValue(out string? text) => [.. text.Split('\n').Append(text).Where(part => part.Length >= Shortest)],
            _ => [],
        };
    }

    private static bool IsWriteOnly(JsonNode? schema) => schema?["writeOnly"] is JsonValue mark && mark.TryGetValue(out bool set) && set;

    [GeneratedRegex("passw|passphrase|secret|token|credential|api_?key|access_?key|private_?key|connection_?string", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
