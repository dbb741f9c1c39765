using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Components.Values;

namespace Portal.Jobs.Components;

/// <summary>The texts among given values whose key says that they are secret, so that the log can hide them.</summary>
internal static partial class SecretValues
{
    // Shorter ones would blacken half of the log.
    private const int Shortest = 6;

    public static IEnumerable<string> Find(string yaml) => Find(StrictYaml.Parse(yaml, YamlLimits.Values), secret: false).Distinct();

    private static IEnumerable<string> Find(JsonNode? node, bool secret) => node switch
    {
        JsonObject mapping => mapping.SelectMany(pair => Find(pair.Value, secret || SecretName().IsMatch(pair.Key))),
        JsonArray list => list.SelectMany(item => Find(item, secret)),
        JsonValue value when secret && value.TryGetValue(out string? text) && text.Length >= Shortest => [text],
        _ => [],
    };

    [GeneratedRegex("passw|passphrase|secret|token|credential|api_?key|access_?key|private_?key|connection_?string", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
