using System.Text.Json.Nodes;
using ClusterSim.Api;

namespace Portal.Testing.Schemas;

/// <summary>Finds the schema of a kind, built in or custom.</summary>
internal static class KindSchema
{
    private const string ObjectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    public static bool IsBuiltIn(string group, string version) => SharedSchemas.Document(group, version) is not null;

    /// <summary>The strict schema of a kind's objects, or null where nobody here knows it.</summary>
    public static JsonObject? Of(string group, string version, string kind, bool partial)
    {
        // What a subresource takes is told by the document that has the subresource: a TokenRequest by that of accounts.
        foreach (var document in new[] { SharedSchemas.Document(group, version), SharedSchemas.Document("", "v1")! }.OfType<JsonObject>())
        {
            var schema = Schemas(document).FirstOrDefault(schema => schema.Key.EndsWith($".{kind}", StringComparison.Ordinal)
                && schema.Value!["x-kubernetes-group-version-kind"] is JsonArray kinds
                && kinds.Any(known => (string?)known!["group"] == group && (string?)known["version"] == version));
            if (schema.Value is not null)
            {
                return Strict(document, partial, nullable: true).Document(schema.Value.AsObject());
            }
        }

        return SharedSchemas.Definition(group, names => (string?)names["kind"] == kind) is { } definition ? Custom(definition, version, partial) : null;
    }

    /// <summary>The kind that a write to a path takes, or null.</summary>
    public static (string Group, string Version, string Kind)? Taken(RequestInfo write)
    {
        if (SharedSchemas.Document(write.Group, write.Version) is not { } document)
        {
            var names = SharedSchemas.Definition(write.Group, names => (string?)names["plural"] == write.Plural)?["names"];
            return names is null ? null : (write.Group, write.Version, (string)names["kind"]!);
        }

        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            var known = RequestInfo.Parse("PUT", path, _ => null);
            var taken = (operations!["post"] ?? operations["put"])?["x-kubernetes-group-version-kind"];
            if (taken is not null && known.Plural == write.Plural && known.Subresource == write.Subresource)
            {
                return ((string)taken["group"]!, (string)taken["version"]!, (string)taken["kind"]!);
            }
        }

        return null;
    }

    private static JsonObject? Custom(JsonObject definition, string version, bool partial)
    {
        var schema = definition["versions"]!.AsArray()
            .FirstOrDefault(served => (string?)served!["name"] == version)?["schema"]?["openAPIV3Schema"]?.DeepClone().AsObject();
        if (schema is null)
        {
            return null;
        }

        var properties = schema["properties"] as JsonObject ?? [];
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = new JsonObject { ["$ref"] = $"#/components/schemas/{ObjectMeta}" };
        schema["properties"] = properties;
        return Strict(SharedSchemas.Document("", "v1")!, partial, nullable: false).Document(schema);
    }

    private static JsonObject Schemas(JsonObject document) => document["components"]!["schemas"]!.AsObject();

    private static StrictSchema Strict(JsonObject document, bool partial, bool nullable) => new(partial, nullable, name => Schemas(document)[name]!.AsObject());
}
