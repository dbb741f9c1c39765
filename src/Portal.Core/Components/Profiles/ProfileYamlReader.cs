using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Components.Profiles;

/// <summary>Reads profiles from YAML, strictly: a field that is unknown is refused, so that a slip of the hand is not lost.</summary>
public static class ProfileYamlReader
{
    private const int MostComponents = 100;
    private const int MostSystems = 20;
    private const int MostRoles = 100;
    private static readonly YamlLimits Limits = new(1024 * 1024, 20_000, 64);

    /// <summary>Throws Invalid on the field "yaml" for what is no profile, naming line or field, never a value.</summary>
    public static ProfileContent Read(string text)
    {
        try
        {
            return StrictYaml.Parse(text, Limits) is JsonObject root ? Read(root) : throw Invalid("It is no mapping.");
        }
        catch (StrictYamlException error)
        {
            throw Invalid($"In {error.Message}.");
        }
    }

    private static ProfileContent Read(JsonObject root)
    {
        Know(root, "", "apiVersion", "kind", "name", "title", "description", "components", "systems");
        if (Text(root, "apiVersion") != ProfileYaml.ApiVersion || Text(root, "kind") != ProfileYaml.Kind)
        {
            throw Invalid($"It is no {ProfileYaml.Kind} of {ProfileYaml.ApiVersion}.");
        }

        if (root["components"] is not JsonArray { Count: <= MostComponents } list)
        {
            throw Invalid($"The field components must be a list of at most {MostComponents}.");
        }

        return new ProfileContent(
            Text(root, "name") ?? "",
            Text(root, "title") ?? "",
            Text(root, "description") ?? "",
            [.. list.Select(item => item is JsonObject mapping ? Component(mapping) : throw Invalid("A component must be a mapping."))],
            root["systems"] is null ? null : [.. Items(root, "systems", MostSystems).Select(System)]);
    }

    private static ProfileSystem System(JsonObject item)
    {
        Know(item, "systems.", "system", "roles", "settings");
        var settings = item["settings"] is JsonObject mapping ? ValuesYaml.Write(mapping) : Text(item, "settings") ?? "";
        return new ProfileSystem(Text(item, "system") ?? throw Invalid("A system has no name."), [.. Items(item, "roles", MostRoles).Select(Role)], settings);
    }

    private static ProfileRole Role(JsonObject item)
    {
        Know(item, "systems.roles.", "role", "clusters", "labels");
        return new ProfileRole(
            Text(item, "role") ?? throw Invalid("A role has no name."),
            item["clusters"] switch
            {
                null => null,
                JsonArray names => [.. names.Select(name => name?.ToString() ?? throw Invalid("The field clusters must be a list of names."))],
                _ => throw Invalid("The field clusters must be a list of names."),
            },
            item["labels"] switch
            {
                null => null,
                JsonObject labels => labels.ToDictionary(label => label.Key, label => Text(labels, label.Key) ?? ""),
                _ => throw Invalid("The field labels must be a mapping."),
            });
    }

    private static IEnumerable<JsonObject> Items(JsonObject node, string name, int most) =>
        node[name] is JsonArray list && list.Count <= most && list.All(item => item is JsonObject)
            ? list.Cast<JsonObject>()
            : throw Invalid($"The field {name} must be a list of at most {most} mappings.");

    private static ProfileComponent Component(JsonObject item)
    {
        Know(item, "components.", "component", "versions", "values");
        // Values may be written as a mapping as well, by hand.
        var values = item["values"] is JsonObject mapping ? ValuesYaml.Write(mapping) : Text(item, "values") ?? "";
        return new ProfileComponent(Text(item, "component") ?? throw Invalid("A component has no name."), Text(item, "versions"), values);
    }

    private static void Know(JsonObject node, string place, params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in node)
        {
            if (!names.Contains(name))
            {
                throw Invalid($"The field {place}{name} is unknown.");
            }
        }
    }

    private static string? Text(JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => value.ToString(),
        _ => throw Invalid($"The field {name} must be a text."),
    };

    private static ProblemException Invalid(string why) => ProblemException.Invalid(
        "The profile cannot be read", why, "Correct the YAML and try again.", "yaml");
}
