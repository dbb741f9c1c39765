using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Core.Components.Profiles;

/// <summary>Profiles as YAML: what is written reads back by <see cref="ProfileYamlReader"/> as the same, to the letter of its values.</summary>
public static class ProfileYaml
{
    public const string ApiVersion = "kurator-portal/v1";
    public const string Kind = "Profile";

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
}
