using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Components.Profiles;

/// <summary>Profiles as YAML: what is written reads back as the same, to the letter of its values.</summary>
public static class ProfileYaml
{
    public const string ApiVersion = "kurator-portal/v1";
    public const string Kind = "Profile";

    private const int MostComponents = 100;
    private const int MostSystems = 20;
    private const int MostRoles = 100;
    private static readonly YamlLimits Limits = new(1024 * 1024, 20_000, 64);
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ProfileContent profile)
    {
        var text = new StringBuilder();
        text.Append("apiVersion: ").Append(ApiVersion).Append("\nkind: ").Append(Kind).Append('\n');
        text.Append("name: ").Append(Quoted(profile.Name)).Append('\n');
        text.Append("title: ").Append(Quoted(profile.Title)).Append('\n');
        text.Append("description: ").Append(Quoted(profile.Description)).Append('\n');
        text.Append(profile.Components.Count == 0 ? "components: []\n" : "components:\n");
        foreach (var component in profile.Components)
        {
            text.Append("  - component: ").Append(Quoted(component.Component)).Append('\n');
            if (component.Versions is { } versions)
            {
                text.Append("    versions: ").Append(Quoted(versions)).Append('\n');
            }

            if (component.HasValues)
            {
                text.Append("    values: ").Append(Block(component.Values) ?? Quoted(component.Values) + "\n");
            }
        }

        if (profile.Spanning.Count > 0)
        {
            text.Append("systems:\n");
            foreach (var system in profile.Spanning)
            {
                Write(text, system);
            }
        }

        return text.ToString();
    }

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
        if (Text(root, "apiVersion") != ApiVersion || Text(root, "kind") != Kind)
        {
            throw Invalid($"It is no {Kind} of {ApiVersion}.");
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

    private static void Write(StringBuilder text, ProfileSystem system)
    {
        text.Append("  - system: ").Append(Quoted(system.System)).Append("\n    roles:\n");
        foreach (var role in system.Roles)
        {
            text.Append("      - role: ").Append(Quoted(role.Role)).Append('\n');
            if (role.Clusters is { } clusters)
            {
                text.Append("        clusters: ").Append(JsonSerializer.Serialize(clusters, Plain)).Append('\n');
            }

            if (role.Labels is { } labels)
            {
                text.Append("        labels: ").Append(JsonSerializer.Serialize(labels, Plain)).Append('\n');
            }
        }

        if (system.HasSettings)
        {
            text.Append("    settings: ").Append(Block(system.Settings) ?? Quoted(system.Settings) + "\n");
        }
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    /// <summary>A literal block where that says the same; else null.</summary>
    private static string? Block(string text)
    {
        if (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal) || text[0] is ' ' or '\n' or '\t' || text.Any(character => character is '\r' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' || (char.IsControl(character) && character is not ('\n' or '\t'))))
        {
            return null;
        }

        return "|\n" + string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"      {line}\n"));
    }

    private static ProblemException Invalid(string why) => ProblemException.Invalid(
        "The profile cannot be read", why, "Correct the YAML and try again.", "yaml");
}
