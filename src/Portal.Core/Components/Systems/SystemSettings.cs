using System.Text;
using System.Text.Json.Nodes;
using Json.Schema;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Components.Systems;

/// <summary>What a person gives once for a whole system.</summary>
public static class SystemSettings
{
    /// <summary>The settings over the defaults of the schema.</summary>
    /// <param name="given">JSON or YAML, or null.</param>
    public static JsonObject Merge(CatalogSystem system, string? given)
    {
        var settings = new JsonObject();
        foreach (var (name, property) in Properties(system))
        {
            if (property?["default"] is { } value)
            {
                settings[name] = value.DeepClone();
            }
        }

        ComponentValues.LayOver(settings, given is null ? [] : ComponentValues.Parse(given));
        return settings;
    }

    /// <summary>
    /// What is stored of what was given, as JSON. Throws an Invalid problem on the field "settings" that names line or path,
    /// never a value.
    /// </summary>
    /// <param name="before">What is stored now: a secret that is left out is kept. Null for a new system.</param>
    public static string Screen(CatalogSystem system, string given, string? before)
    {
        var size = Encoding.UTF8.GetByteCount(given);
        if (size > ReleaseValues.MaxBytes)
        {
            throw Invalid(system, $"They have {size / 1024} KiB; at most {ReleaseValues.MaxBytes / 1024} KiB are taken.", "Keep only what differs from the defaults.");
        }

        JsonObject settings;
        try
        {
            settings = ComponentValues.Parse(given);
        }
        catch (StrictYamlException error)
        {
            throw Invalid(system, $"In {error.Message}.", "Correct the YAML and try again.");
        }

        var old = before is null ? [] : ComponentValues.Parse(before);
        foreach (var name in Secrets(system).Where(name => settings[name] is null && old[name] is not null))
        {
            settings[name] = old[name]!.DeepClone();
        }

        if (settings.FirstOrDefault(pair => !Properties(system).ContainsKey(pair.Key)).Key is { } unknown)
        {
            throw Invalid(system, $"There is no setting \"{(unknown.Length <= 60 ? unknown : unknown[..60] + "…")}\".",
                $"The settings are: {string.Join(", ", Properties(system).Select(pair => pair.Key))}.");
        }

        var text = settings.ToJsonString();
        var faults = system.Settings is { } schema ? SchemaFaults.Of(JsonSchema.FromText(schema.ToJsonString()), Merge(system, text)) : [];
        return faults.Count == 0
            ? text
            : throw Invalid(system, string.Join("; ", faults), $"Correct these settings. The system's documentation is at {system.Docs}.");
    }

    /// <summary>Without what is secret.</summary>
    public static JsonObject Open(CatalogSystem system, JsonObject settings)
    {
        var open = settings.DeepClone().AsObject();
        foreach (var name in Secrets(system))
        {
            open.Remove(name);
        }

        return open;
    }

    /// <summary>The names of settings that are secret.</summary>
    public static IEnumerable<string> Secrets(CatalogSystem system) =>
        Properties(system).Where(pair => pair.Value?["writeOnly"]?.GetValueKind() == System.Text.Json.JsonValueKind.True).Select(pair => pair.Key);

    private static JsonObject Properties(CatalogSystem system) => system.Settings?["properties"] as JsonObject ?? [];

    private static ProblemException Invalid(CatalogSystem system, string why, string remedy) =>
        ProblemException.Invalid($"The settings of {system.Title} cannot be used", why, remedy, "settings");
}
