using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Ctl.Files.Yaml;

namespace Portal.Ctl.Files;

/// <summary>
/// Finds what may be secret in the YAML that a thing carries: Secrets among manifests, and values under names such as "password".
/// What cannot be read is taken for secret.
/// </summary>
internal static partial class SecretScreen
{
    private static readonly HashSet<string> Carriers = ["manifests", "template", "values", "settings"];

    /// <summary>Where the first one is: "components[0].values". Null where there is none.</summary>
    public static string? Find(JsonNode? spec, string path = "") => spec switch
    {
        JsonObject mapping => mapping.Select(member => Carriers.Contains(member.Key) && member.Value is JsonValue text && HoldsSecret(text.ToString())
            ? $"{path}{member.Key}"
            : Find(member.Value, $"{path}{member.Key}.")).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select((item, index) => Find(item, $"{path.TrimEnd('.')}[{index}].")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    /// <summary>With <paramref name="instead"/> in the place of each text that holds a secret.</summary>
    public static JsonNode? Hide(JsonNode? spec, string instead) => spec switch
    {
        JsonObject mapping => new JsonObject(mapping.Select(member => KeyValuePair.Create(
            member.Key,
            Carriers.Contains(member.Key) && member.Value is JsonValue text && HoldsSecret(text.ToString()) ? JsonValue.Create(instead) : Hide(member.Value, instead)))),
        JsonArray list => new JsonArray([.. list.Select(item => Hide(item, instead))]),
        _ => spec?.DeepClone(),
    };

    private static bool HoldsSecret(string text)
    {
        try
        {
            return YamlReader.Read(text).Any(IsSecret);
        }
        catch (YamlFaultException)
        {
            return true;
        }
    }

    private static bool IsSecret(YamlNode node) => node switch
    {
        YamlMapping mapping => (mapping.Find("kind") is YamlScalar { Text: "Secret" } && (IsFilled(mapping.Find("data")) || IsFilled(mapping.Find("stringData"))))
            || mapping.Entries.Any(entry => (entry.Value is YamlScalar { Text.Length: > 0 } text && !Place().IsMatch(text.Text) && SecretName().IsMatch(entry.Name)) || IsSecret(entry.Value)),
        YamlList list => list.Items.Any(IsSecret),
        _ => false,
    };

    private static bool IsFilled(YamlNode? node) => node is YamlMapping mapping && mapping.Entries.Any(entry => entry.Value is not YamlScalar text || !Place().IsMatch(text.Text));

    /// <summary>A place of a template, which a form fills in.</summary>
    [GeneratedRegex(@"^\$\{[^{}]+\}\z")]
    private static partial Regex Place();

    /// <summary>Not existingSecret and secretName: they name one, and hold none.</summary>
    [GeneratedRegex("^(?!existing).*(password|passwd|passphrase|token|secret|secretkey|accesskey|apikey|api_key|privatekey|credentials?)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
