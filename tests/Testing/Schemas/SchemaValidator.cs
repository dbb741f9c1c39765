using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterSim.Api;
using ClusterSim.Control;
using Json.Schema;

namespace Portal.Testing.Schemas;

/// <summary>
/// Holds objects to the schemas that a real API server uses: Kubernetes 1.28's for built-in kinds, the projects' own for
/// custom ones. Stricter than a server: a field that the schema does not list is a fault, and so is a kind without a schema.
/// </summary>
public static class SchemaValidator
{
    /// <summary>Why a test skips where <see cref="Available"/> is false.</summary>
    public const string Absent = "The schemas of real API servers (../shared/openapi, ../shared/crds) are not beside this checkout.";

    private static readonly ConcurrentDictionary<(string Group, string Version, string Kind, bool Partial), JsonSchema?> Known = new();

    public static bool Available => SharedSchemas.Available;

    /// <summary>What is wrong with an object, told by its own <c>apiVersion</c> and <c>kind</c>: "Namespace kurator-portal: /spec/x: …".</summary>
    public static IReadOnlyList<string> Faults(JsonObject item)
    {
        var parts = ((string?)item["apiVersion"] ?? "").Split('/');
        return Judge(item, parts.Length == 1 ? "" : parts[0], parts[^1], (string?)item["kind"] ?? "", partial: false);
    }

    /// <summary>The faults of every document of a manifest.</summary>
    public static IReadOnlyList<string> FaultsOfYaml(string manifest) => [.. YamlDocuments.Read(manifest).SelectMany(Faults)];

    /// <summary>The faults of the body of a write, recorded under <c>SimOptions.KeepBodies</c>. What patches leave out is no fault.</summary>
    public static IReadOnlyList<string> Faults(AuditEntry write)
    {
        var path = write.Path.Split('?')[0];
        var info = RequestInfo.Parse(Method(write.Verb), path, _ => null);
        if (write.Body is null)
        {
            return write.Verb.StartsWith("delete", StringComparison.Ordinal) ? [] : [$"{write.Verb} {path}: no body was recorded"];
        }

        if (JsonNode.Parse(write.Body) is not JsonObject body)
        {
            return [$"{write.Verb} {path}: the body is no object, and a JSON patch cannot be held to a schema: send a merge patch"];
        }

        if (write.Verb.StartsWith("delete", StringComparison.Ordinal))
        {
            return Judge(body, "", "v1", "DeleteOptions", partial: false);
        }

        // Protobuf does not send what has the value that Go gives it anyway.
        var partial = write.ContentType is "application/merge-patch+json" or "application/strategic-merge-patch+json" or "application/vnd.kubernetes.protobuf";
        return KindSchema.Taken(info) is not var (group, version, kind) ? [$"{write.Verb} {path}: no schema knows this resource"]
            : !partial && body["kind"] is { } said && (string?)said != kind ? [$"{write.Verb} {path}: a {said} where a {kind} is taken"]
            : Judge(body, group, version, kind, partial);
    }

    private static string[] Judge(JsonObject item, string group, string version, string kind, bool partial)
    {
        var name = $"{kind} {item["metadata"]?["name"]}".TrimEnd();
        if (Known.GetOrAdd((group, version, kind, partial), Load) is not { } schema)
        {
            return [$"{name}: no schema of {(group.Length == 0 ? version : $"{group}/{version}")} {kind} is known"];
        }

        using var json = JsonDocument.Parse(Bare(item, partial, !KindSchema.IsBuiltIn(group, version))!.ToJsonString());
        var result = schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. (result.Details ?? [])
            .Where(detail => !detail.IsValid && detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Select(error => $"{name}: {detail.InstanceLocation}: {(error.Key.Length == 0 ? "unknown field" : error.Value)}"))
            .Distinct()
            .DefaultIfEmpty($"{name}: does not satisfy its schema")];
    }

    private static JsonSchema? Load((string Group, string Version, string Kind, bool Partial) key) =>
        KindSchema.Of(key.Group, key.Version, key.Kind, key.Partial) is { } schema ? JsonSchema.FromText(schema.ToJsonString()) : null;

    // Of a custom kind null is dropped before it is looked at; a strategic patch's directives ($patch and the like) are no fields.
    private static JsonNode? Bare(JsonNode? node, bool partial, bool dropNull) => node switch
    {
        JsonObject map => new JsonObject(map
            .Where(pair => !(dropNull && pair.Value is null) && !(partial && pair.Key.StartsWith('$')))
            .Select(pair => KeyValuePair.Create(pair.Key, Bare(pair.Value, partial, dropNull)))),
        JsonArray list => new JsonArray([.. list.Select(item => Bare(item, partial, dropNull))]),
        _ => node?.DeepClone(),
    };

    private static string Method(string verb) => verb switch
    {
        "create" => "POST",
        "update" => "PUT",
        "patch" => "PATCH",
        _ => "DELETE",
    };
}
