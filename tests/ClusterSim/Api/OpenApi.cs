using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Api;

/// <summary>OpenAPI v3, a document for each group version, made from the tables: what clients need to validate, explain and patch. Descriptions are not simulated.</summary>
public static class OpenApi
{
    private static readonly ConcurrentDictionary<string, byte[]> Documents = new(StringComparer.Ordinal);

    public static async Task V3(ApiCall call, string path)
    {
        var registry = call.Cluster.Registry;
        var groups = registry.All.Select(r => (r.Group, r.Version)).Distinct().ToList();
        if (path.Length == 0)
        {
            var paths = new Map();
            foreach (var (group, version) in groups)
            {
                var name = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
                var hash = Convert.ToHexString(SHA512.HashData(Document(registry, group, version)));
                paths[name] = new Map { ["serverRelativeURL"] = $"/openapi/v3/{name}?hash={hash}" };
            }

            var body = JsonText.ToUtf8(new Map { ["paths"] = paths });
            var tag = $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";
            call.Http.Response.Headers.ETag = tag;
            if (call.Http.Request.Headers.IfNoneMatch.ToString() == tag)
            {
                call.Http.Response.StatusCode = 304;
                return;
            }

            await Answer.Raw(call, 200, body, "text/plain; charset=utf-8");
            return;
        }

        var found = groups.FirstOrDefault(g => path == (g.Group.Length == 0 ? $"api/{g.Version}" : $"apis/{g.Group}/{g.Version}"));
        if (found.Version is null)
        {
            await Answer.Text(call, 404, "404 page not found\n");
            return;
        }

        await Answer.Raw(call, 200, Document(registry, found.Group, found.Version), "application/json");
    }

    public static Task V2(ApiCall call) => Answer.Json(call, 200, new Map
    {
        ["swagger"] = "2.0",
        ["info"] = new Map { ["title"] = "Kubernetes", ["version"] = call.Cluster.Profile.Version },
        ["paths"] = new Map(),
        ["definitions"] = new Map(),
    });

    private static byte[] Document(Registry registry, string group, string version)
    {
        var custom = registry.Custom.Where(r => r.Group == group && r.Version == version).ToList();
        return custom.Count > 0
            ? Build(registry, custom)
            : Documents.GetOrAdd($"{registry.Minor}/{group}/{version}", _ => Build(registry, [.. registry.BuiltIn.All.Where(r => r.Group == group && r.Version == version)]));
    }

    private static byte[] Build(Registry registry, List<Resource> resources)
    {
        var (schemas, paths) = (new Map(), new Map());
        foreach (var resource in resources)
        {
            paths[PathOf(resource)] = new Map { ["patch"] = Operation("patch", resource), ["get"] = Operation("get", resource), ["put"] = Operation("put", resource) };
            paths[PathOf(resource)[..^7]] = new Map { ["post"] = Operation("post", resource), ["get"] = Operation("list", resource) };
            if (resource.Custom is { } of)
            {
                var root = of.OpenApi.Copy();
                var properties = root.Ensure("properties");
                properties["apiVersion"] = new Map { ["type"] = "string" };
                properties["kind"] = new Map { ["type"] = "string" };
                properties["metadata"] = new Map { ["allOf"] = new Seq { Reference("meta.v1.ObjectMeta") } };
                root.Remove("x-status-subresource");
                root["x-kubernetes-group-version-kind"] = new Seq { Kind(resource) };
                schemas[CustomName(resource)] = root;
                Add(schemas, registry.BuiltIn.Types.Find("meta.v1.ObjectMeta")!, null, registry);
            }
            else if (resource.Schema.Name.Length > 0)
            {
                Add(schemas, resource.Schema, resource, registry);
            }
        }

        return JsonText.ToUtf8(new Map
        {
            ["openapi"] = "3.0.0",
            ["info"] = new Map { ["title"] = "Kubernetes", ["version"] = "unversioned" },
            ["paths"] = paths,
            ["components"] = new Map { ["schemas"] = schemas },
        });
    }

    private static string PathOf(Resource resource) =>
        (resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}") + (resource.Namespaced ? "/namespaces/{namespace}" : "") + $"/{resource.Plural}/{{name}}";

    private static Map Operation(string action, Resource resource)
    {
        string[] parameters = action switch { "get" => ["pretty"], "list" => ["labelSelector", "fieldSelector", "limit", "continue", "watch"], _ => ["dryRun", "fieldManager", "fieldValidation", "force"] };
        return new Map
        {
            ["operationId"] = $"{action}{resource.Group}{resource.Version}{resource.Kind}",
            ["parameters"] = new Seq(parameters.Select(p => (object?)new Map { ["name"] = p, ["in"] = "query", ["schema"] = new Map { ["type"] = "string" } })),
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = Kind(resource),
        };
    }

    private static Map Kind(Resource resource) => new() { ["group"] = resource.Group, ["kind"] = resource.Kind, ["version"] = resource.Version };

    private static string CustomName(Resource resource) => $"{string.Join('.', resource.Group.Split('.').Reverse())}.{resource.Version}.{resource.Kind}";

    private static void Add(Map schemas, Schema schema, Resource? resource, Registry registry)
    {
        var name = FullName(schema.Name);
        if (schemas.ContainsKey(name))
        {
            return;
        }

        var properties = new Map();
        var node = new Map { ["type"] = "object", ["properties"] = properties };
        schemas[name] = node;
        if (resource is not null)
        {
            properties["apiVersion"] = new Map { ["type"] = "string" };
            properties["kind"] = new Map { ["type"] = "string" };
            node["x-kubernetes-group-version-kind"] = new Seq { Kind(resource) };
        }

        foreach (var field in schema.Fields.Values)
        {
            properties[field.Name] = Node(schemas, field.Schema, field, registry);
        }

        var required = schema.Fields.Values.Where(f => f.Required).Select(f => f.Name).ToList();
        if (required.Count > 0)
        {
            node["required"] = new Seq(required);
        }

        if (schema.Atomic)
        {
            node["x-kubernetes-map-type"] = "atomic";
        }
    }

    private static Map Node(Map schemas, Schema schema, Field? field, Registry registry)
    {
        var node = Shape(schemas, schema, registry);
        if (field?.Enum.Count > 0)
        {
            node["enum"] = new Seq(field.Enum);
        }

        if (field?.Default is not null)
        {
            node["default"] = field.Default;
        }

        if (schema.PatchKey is not null)
        {
            node["x-kubernetes-patch-merge-key"] = schema.PatchKey;
        }

        if (schema.PatchMerge || schema.RetainKeys)
        {
            node["x-kubernetes-patch-strategy"] = schema.PatchMerge ? (schema.RetainKeys ? "merge,retainKeys" : "merge") : "retainKeys";
        }

        return node;
    }

    private static Map Shape(Map schemas, Schema schema, Registry registry)
    {
        switch (schema.Type)
        {
            case SchemaType.Object when schema.Name.Length > 0:
                Add(schemas, registry.BuiltIn.Types.Find(schema.Name)!, null, registry);
                return new Map { ["allOf"] = new Seq { Reference(schema.Name) } };
            case SchemaType.Map:
                var map = new Map { ["type"] = "object", ["additionalProperties"] = Node(schemas, schema.Element!, null, registry) };
                if (schema.Atomic)
                {
                    map["x-kubernetes-map-type"] = "atomic";
                }

                return map;
            case SchemaType.List:
                var list = new Map { ["type"] = "array", ["items"] = Node(schemas, schema.Element!, null, registry) };
                list["x-kubernetes-list-type"] = schema.List switch { ListType.Map => "map", ListType.Set => "set", _ => "atomic" };
                if (schema.List == ListType.Map)
                {
                    list["x-kubernetes-list-map-keys"] = new Seq(schema.Keys);
                }

                return list;
            case SchemaType.Bool: return new Map { ["type"] = "boolean" };
            case SchemaType.Int32: return new Map { ["type"] = "integer", ["format"] = "int32" };
            case SchemaType.Int64: return new Map { ["type"] = "integer", ["format"] = "int64" };
            case SchemaType.Double: return new Map { ["type"] = "number", ["format"] = "double" };
            case SchemaType.Bytes: return new Map { ["type"] = "string", ["format"] = "byte" };
            case SchemaType.Time or SchemaType.MicroTime: return new Map { ["type"] = "string", ["format"] = "date-time" };
            case SchemaType.IntOrString: return new Map { ["type"] = "string", ["format"] = "int-or-string" };
            case SchemaType.String or SchemaType.Quantity: return new Map { ["type"] = "string" };
            default: return new Map { ["type"] = "object" };
        }
    }

    private static Map Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{FullName(name)}" };

    private static string FullName(string name) => name switch
    {
        _ when name.StartsWith("meta.v1.", StringComparison.Ordinal) => $"io.k8s.apimachinery.pkg.apis.{name}",
        _ when name.StartsWith("apiextensions.", StringComparison.Ordinal) => $"io.k8s.apiextensions-apiserver.pkg.apis.{name}",
        _ when name.StartsWith("apiregistration.", StringComparison.Ordinal) => $"io.k8s.kube-aggregator.pkg.apis.{name}",
        _ => $"io.k8s.api.{name}",
    };
}
