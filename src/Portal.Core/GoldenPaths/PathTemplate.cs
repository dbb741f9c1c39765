using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core.Components.Values;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.GoldenPaths;

/// <summary>
/// Manifests with places: <c>${name}</c> in a value or in a key, of a property of the schema, or of <see cref="Application"/> or
/// <see cref="Fleet"/>; <c>$${</c> stands for <c>${</c> itself. Filled in on the tree and not in the text, so that no value becomes
/// YAML: a value that is one place alone takes the property's own type, within a text it is written out. Pure.
/// </summary>
internal static partial class PathTemplate
{
    /// <summary>The new application's name.</summary>
    public const string Application = "application";

    /// <summary>The fleet's name.</summary>
    public const string Fleet = "fleet";

    private static readonly YamlLimits Limits = new(GoldenPathRequestValidator.MostTemplate, 100_000, 64);

    /// <summary>The names of all places. Throws <see cref="StrictYamlException"/>.</summary>
    public static IReadOnlySet<string> Places(string template)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Fill(template, name =>
        {
            names.Add(name);
            return null;
        });
        return names;
    }

    /// <summary>YAML. A place without a value takes its key, or its item of a list, away. Throws <see cref="StrictYamlException"/>.</summary>
    public static string Fill(string template, Func<string, JsonNode?> valueOf)
    {
        var documents = new List<string>();
        foreach (var document in YamlDocument.Split(template))
        {
            if (Filled(StrictYaml.Parse(document.Text, Limits), valueOf) is JsonObject manifest)
            {
                documents.Add(ValuesYaml.Write(manifest));
            }
        }

        return string.Join("---\n", documents);
    }

    private static JsonNode? Filled(JsonNode? node, Func<string, JsonNode?> valueOf)
    {
        switch (node)
        {
            case JsonObject mapping:
                var filled = new JsonObject();
                foreach (var (key, value) in mapping)
                {
                    if (value is null)
                    {
                        filled[Text(key, valueOf)] = null;
                    }
                    else if (Filled(value, valueOf) is { } inner)
                    {
                        filled[Text(key, valueOf)] = inner;
                    }
                }

                return filled;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Filled(item, valueOf)).Where(item => item is not null)]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return Whole().Match(text) is { Success: true } match ? valueOf(match.Groups["name"].Value)?.DeepClone() : JsonValue.Create(Text(text, valueOf));
            default:
                return node?.DeepClone();
        }
    }

    private static string Text(string text, Func<string, JsonNode?> valueOf) => Place().Replace(
        text, match => match.Groups["name"] is { Success: true } name ? valueOf(name.Value)?.ToString() ?? "" : "${");

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"^\$\{(?<name>[A-Za-z][A-Za-z0-9_]*)\}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Whole();
}
