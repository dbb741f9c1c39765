using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Components.Profiles.Kurator;

/// <summary>Makes a profile of Kurator's own Fleet, with an account of every field: what became of it, and why.</summary>
public static partial class KuratorImport
{
    private const string FleetVersion = "fleet.kurator.dev/v1alpha1";
    private const string ClusterVersion = "cluster.kurator.dev/v1alpha1";
    private static readonly YamlLimits Limits = new(1024 * 1024, 20_000, 64);
    private static readonly Lazy<JsonSchema> FleetSchema = new(() => Schema("fleet"));
    private static readonly Lazy<JsonSchema> ClusterSchema = new(() => Schema("attachedcluster"));

    /// <summary>True for a text that has an object of Kurator's.</summary>
    public static bool IsKurators(string yaml) => Kurators().IsMatch(yaml);

    /// <summary>Throws Invalid on the field "yaml" for what Kurator's own definitions would refuse.</summary>
    public static ProfileImport Read(string yaml, ComponentCatalog catalog)
    {
        ProfileContent? profile = null;
        var fields = new List<KuratorField>();
        foreach (var document in Separator().Split(yaml).Where(document => !string.IsNullOrWhiteSpace(document)))
        {
            switch (Parse(document))
            {
                case ({ } fleet, "Fleet") when profile is null:
                    profile = ReadFleet(fleet, catalog, fields);
                    break;
                case ({ } cluster, "AttachedCluster"):
                    ReadCluster(cluster, fields);
                    break;
                case (_, "Fleet"):
                    throw Invalid("It has two fleets; a profile is made of one.");
                case (_, var kind):
                    throw Invalid($"The portal reads Fleet and AttachedCluster of Kurator, and no {kind}.");
            }
        }

        return new ProfileImport(profile ?? throw Invalid("It has no Fleet."), fields);
    }

    private static ProfileContent ReadFleet(JsonObject fleet, ComponentCatalog catalog, List<KuratorField> fields)
    {
        Demand(fleet, FleetVersion, FleetSchema.Value);
        var name = (string?)fleet["metadata"]?["name"] ?? throw Invalid("The Fleet has no name.");
        var reader = new KuratorReader(fleet, $"Fleet {name}");
        reader.Take("apiVersion", "It says what the rest is.");
        reader.Take("kind", "It says what the rest is.");
        reader.Take("metadata.name", "The name of the profile.");
        reader.Leave("metadata.annotations", "A profile has no annotations. For the control plane of Karmada set up the system Karmada.");
        reader.Leave("metadata.labels", "A profile has no labels.");
        reader.Leave("metadata.namespace", "Fleets of the portal lie in no namespace.");
        reader.Leave("spec.clusters", "A profile names no clusters: those of the fleet in the portal have it.");
        reader.Leave("status", "It is what Kurator found, and nothing that is wanted.");
        var components = new KuratorPlugins(reader, catalog).Map();
        fields.AddRange(reader.Account());
        return new ProfileContent(name, name, "", components);
    }

    private static void ReadCluster(JsonObject cluster, List<KuratorField> fields)
    {
        Demand(cluster, ClusterVersion, ClusterSchema.Value);
        var reader = new KuratorReader(cluster, $"AttachedCluster {(string?)cluster["metadata"]?["name"]}");
        reader.Take("apiVersion", "It says what the rest is.");
        reader.Take("kind", "It says what the rest is.");
        reader.Leave("metadata", "A profile names no clusters: join this one to the fleet.");
        reader.Leave("spec.kubeconfig", "It names a Secret of Kurator's cluster, which the portal does not read: join the cluster with its kubeconfig.");
        reader.Leave("status", "It is what Kurator found, and nothing that is wanted.");
        fields.AddRange(reader.Account());
    }

    private static (JsonObject? Item, string Kind) Parse(string document)
    {
        try
        {
            var item = StrictYaml.Parse(document, Limits) as JsonObject;
            return (item, item?["kind"]?.ToString() ?? "");
        }
        catch (StrictYamlException error)
        {
            throw Invalid($"In {error.Message}.");
        }
    }

    private static void Demand(JsonObject item, string version, JsonSchema schema)
    {
        if ((string?)item["apiVersion"] != version)
        {
            throw Invalid($"The portal reads {version}, and this is {(string?)item["apiVersion"]}.");
        }

        if (SchemaFaults.Of(schema, item) is { Count: > 0 } faults)
        {
            throw Invalid(string.Join("; ", faults.Take(5)));
        }
    }

    private static JsonSchema Schema(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Core.Components.Profiles.Kurator.{name}.schema.json")!;
        using var text = new StreamReader(stream);
        return JsonSchema.FromText(text.ReadToEnd());
    }

    private static ProblemException Invalid(string why) => ProblemException.Invalid(
        "The Kurator fleet cannot be read", why, "Correct the YAML and try again.", "yaml");

    [GeneratedRegex(@"^apiVersion:\s*[""']?[a-z]+\.kurator\.dev/", RegexOptions.Multiline)]
    private static partial Regex Kurators();

    [GeneratedRegex(@"^---[ \t]*(?:#.*)?\r?$", RegexOptions.Multiline)]
    private static partial Regex Separator();
}
