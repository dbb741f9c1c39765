using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.Components.Values;

namespace Portal.Core.Monitoring.Rollups;

/// <summary>The standard queries, of the file queries.yaml that is part of the portal.</summary>
public static class RollupCatalogue
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<RollupQuery> All { get; } = Read();

    private static readonly FrozenDictionary<string, RollupQuery> ByName = All.ToFrozenDictionary(query => query.Name, StringComparer.Ordinal);

    public static RollupQuery? Find(string name) => ByName.GetValueOrDefault(name);

    private static List<RollupQuery> Read()
    {
        const string Name = "Portal.Core.Monitoring.Rollups.queries.yaml";
        using var stream = typeof(RollupCatalogue).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"{Name} is not embedded.");
        using var reader = new StreamReader(stream);
        return StrictYaml.Parse(reader.ReadToEnd(), YamlLimits.Catalog).Deserialize<List<RollupQuery>>(Json)!;
    }
}
