using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Values;

namespace Portal.Core.Distribution.Sources;

/// <summary>
/// Holds the objects of a source to the definitions among them, without a cluster. What no definition of the source describes is for
/// the clusters to judge, by the dry-run of a preview. Pure.
/// </summary>
internal static class DefinedKinds
{
    private const int Told = 3;

    public static IEnumerable<SourceFault> Check(IReadOnlyList<SourceObject> objects)
    {
        var schemas = new Dictionary<(string ApiVersion, string Kind), JsonSchema?>();
        foreach (var definition in objects.Where(item => item.Item is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" }))
        {
            Add(schemas, definition.Item.Content["spec"] as JsonObject);
        }

        foreach (var item in objects)
        {
            if (schemas.GetValueOrDefault((item.Item.ApiVersion, item.Item.Kind)) is { } schema
                && SchemaFaults.Of(schema, WithoutNull(item.Item.Content)) is { Count: > 0 } faults)
            {
                yield return new SourceFault(item.Line, 1, $"{item.Item.Label} is not as its definition in the source has it: {string.Join("; ", faults.Take(Told))}");
            }
        }
    }

    /// <summary>What is wrong with an object by the definition of its kind; nothing where that is not among <paramref name="definitions"/>.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<SourceObject> definitions, ManifestObject item)
    {
        var schemas = new Dictionary<(string ApiVersion, string Kind), JsonSchema?>();
        foreach (var definition in definitions)
        {
            Add(schemas, definition.Item.Content["spec"] as JsonObject);
        }

        return schemas.GetValueOrDefault((item.ApiVersion, item.Kind)) is { } schema ? [.. SchemaFaults.Of(schema, WithoutNull(item.Content)).Take(Told)] : [];
    }

    private static void Add(Dictionary<(string, string), JsonSchema?> schemas, JsonObject? spec)
    {
        var (group, kind) = (Text(spec?["group"]), Text((spec?["names"] as JsonObject)?["kind"]));
        foreach (var version in (spec?["versions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((version["schema"] as JsonObject)?["openAPIV3Schema"] is JsonObject schema)
            {
                schemas[($"{group}/{Text(version["name"])}", kind)] = Read(StructuralSchema.Of(schema));
            }
        }
    }

    /// <summary>Null for a schema that is none: the cluster says what is wrong with it.</summary>
    private static JsonSchema? Read(JsonObject schema)
    {
        try
        {
            return JsonSchema.FromText(schema.ToJsonString());
        }
        catch (Exception error) when (error is JsonException or JsonSchemaException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Of custom kinds null is dropped before they are looked at.</summary>
    private static JsonNode? WithoutNull(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, WithoutNull(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutNull)]),
        _ => node?.DeepClone(),
    };

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
