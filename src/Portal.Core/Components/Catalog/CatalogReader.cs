using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Json.Schema;
using Portal.Core.Components.Values;
using Semver;

namespace Portal.Core.Components.Catalog;

/// <summary>Turns the text of a catalogue file into an entry, or says what is wrong with it.</summary>
internal static class CatalogReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromText(
        File.ReadAllText(Path.Combine(ComponentCatalog.BuiltInDirectory, "catalog.schema.json"))));

    /// <summary>Reads one file; <paramref name="file"/> names it in errors.</summary>
    public static CatalogEntry Read(string file, string text)
    {
        JsonNode? document;
        try
        {
            document = StrictYaml.Parse(text, YamlLimits.Catalog);
        }
        catch (StrictYamlException error)
        {
            throw new CatalogException($"{file}: {error.Message}", error);
        }

        var faults = SchemaFaults.Of(Schema.Value, document);
        if (faults.Count > 0)
        {
            throw new CatalogException(string.Join(Environment.NewLine, faults.Select(fault => $"{file}: {fault}")));
        }

        var entry = document.Deserialize<CatalogEntry>(Json)!;
        CheckMeaning(file, entry);
        return entry;
    }

    private static void CheckMeaning(string file, CatalogEntry entry)
    {
        var versions = entry.Versions.Select(version => SemVersion.Parse(version)).ToList();
        for (var index = 1; index < versions.Count; index++)
        {
            if (versions[index].ComparePrecedenceTo(versions[index - 1]) > 0)
            {
                throw new CatalogException($"{file}: /versions/{index}: {versions[index]} is newer than {versions[index - 1]}; list the newest first");
            }
        }

        CheckRange(file, "/requirements/kubernetes", entry.Requirements.Kubernetes);
        for (var index = 0; index < entry.Requirements.Components.Count; index++)
        {
            CheckRange(file, $"/requirements/components/{index}/versions", entry.Requirements.Components[index].Versions);
        }

        try
        {
            var values = ComponentValues.Merge(entry, entry.LatestVersion, "");
            if (values.Faults.Count > 0)
            {
                throw new CatalogException($"{file}: /defaultValues: {values.Faults[0]}");
            }
        }
        catch (Exception error) when (error is StrictYamlException or JsonSchemaException)
        {
            throw new CatalogException($"{file}: /defaultValues or /valuesSchema: {error.Message}", error);
        }
    }

    private static void CheckRange(string file, string path, string? range)
    {
        if (range is not null && !VersionRange.IsValid(range))
        {
            throw new CatalogException($"{file}: {path}: \"{range}\" is not a version range");
        }
    }
}
