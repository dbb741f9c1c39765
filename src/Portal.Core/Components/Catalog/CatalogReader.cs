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

    private static readonly Lazy<JsonSchema> EntrySchema = Schema("catalog.schema.json");
    private static readonly Lazy<JsonSchema> SystemSchema = Schema("system.schema.json");

    /// <summary>Reads one file, of a component or of a system; <paramref name="file"/> names it in errors.</summary>
    public static CatalogFile Read(string file, string text)
    {
        var document = Parse(file, text);
        return document is JsonObject mapping && mapping["kind"] is not null
            ? new CatalogFile(null, ReadSystem(file, document))
            : new CatalogFile(ReadEntry(file, document), null);
    }

    /// <summary>Reads the file of a component.</summary>
    public static CatalogEntry ReadEntry(string file, string text) => ReadEntry(file, Parse(file, text));

    private static CatalogEntry ReadEntry(string file, JsonNode? document)
    {
        Demand(file, EntrySchema.Value, document);
        if (document!["scope"] is JsonValue scope)
        {
            document["scope"] = new JsonArray(scope.DeepClone());
        }

        var entry = document.Deserialize<CatalogEntry>(Json)!;
        CheckMeaning(file, entry);
        return entry;
    }

    private static CatalogSystem ReadSystem(string file, JsonNode? document)
    {
        Demand(file, SystemSchema.Value, document);
        var system = document.Deserialize<CatalogSystem>(Json)!;
        foreach (var part in system.Roles.SelectMany(role => role.Parts))
        {
            try
            {
                ComponentValues.Parse(part.Values);
            }
            catch (StrictYamlException error)
            {
                throw new CatalogException($"{file}: the values of {part.Component}: {error.Message}", error);
            }
        }

        return system;
    }

    private static JsonNode? Parse(string file, string text)
    {
        try
        {
            return StrictYaml.Parse(text, YamlLimits.Catalog);
        }
        catch (StrictYamlException error)
        {
            throw new CatalogException($"{file}: {error.Message}", error);
        }
    }

    private static void Demand(string file, JsonSchema schema, JsonNode? document)
    {
        var faults = SchemaFaults.Of(schema, document);
        if (faults.Count > 0)
        {
            throw new CatalogException(string.Join(Environment.NewLine, faults.Select(fault => $"{file}: {fault}")));
        }
    }

    private static Lazy<JsonSchema> Schema(string name) =>
        new(() => JsonSchema.FromText(File.ReadAllText(Path.Combine(ComponentCatalog.BuiltInDirectory, name))));

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

        for (var index = 0; index < entry.Conflicts.Count; index++)
        {
            CheckRange(file, $"/conflicts/{index}/versions", entry.Conflicts[index].Versions);
        }

        CheckValues(file, entry);
    }

    private static void CheckValues(string file, CatalogEntry entry)
    {
        var example = entry.ExampleValues.Length > 0;
        try
        {
            var values = ComponentValues.Merge(entry, entry.LatestVersion, entry.ExampleValues);
            if (values.Faults.Count > 0)
            {
                throw new CatalogException($"{file}: {(example ? "/exampleValues" : "/defaultValues")}: {values.Faults[0]}");
            }
        }
        catch (Exception error) when (error is StrictYamlException or JsonSchemaException)
        {
            throw new CatalogException($"{file}: /defaultValues{(example ? ", /exampleValues" : "")} or /valuesSchema: {error.Message}", error);
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

/// <summary>One of both.</summary>
internal sealed record CatalogFile(CatalogEntry? Entry, CatalogSystem? System);
