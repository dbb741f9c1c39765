using System.Text.Json.Nodes;

namespace Portal.Core.Distribution.Sources;

/// <summary>
/// The structural schema of a CustomResourceDefinition as JSON Schema. A field that it does not list is a fault, as a server-side apply has it;
/// patterns are left to the cluster: an expression that somebody else wrote may take for ever. Pure.
/// </summary>
internal static class StructuralSchema
{
    /// <summary>How deep a schema is followed; below that everything is taken.</summary>
    private const int MostDepth = 64;

    private static readonly string[] Kept =
        ["type", "enum", "required", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"];

    /// <summary>For whole objects: with what every object has.</summary>
    public static JsonObject Of(JsonObject schema)
    {
        var root = Of(schema, 0);
        if (root["properties"] is JsonObject properties)
        {
            AddCommon(properties);
        }

        return root;
    }

    private static JsonObject Of(JsonObject schema, int depth)
    {
        var strict = new JsonObject();
        if (depth > MostDepth)
        {
            return strict;
        }

        foreach (var (key, value) in schema)
        {
            switch (key)
            {
                case "properties" when value is JsonObject properties:
                    strict[key] = new JsonObject(properties.Where(pair => pair.Value is JsonObject)
                        .Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, Of(pair.Value!.AsObject(), depth + 1))));
                    break;
                case "items" or "additionalProperties" when value is JsonObject inner:
                    strict[key] = Of(inner, depth + 1);
                    break;
                case "exclusiveMinimum" or "exclusiveMaximum" when Says(schema, key):
                    // OpenAPI 3.0 says by a flag what JSON Schema says by a number.
                    strict[key] = schema[key == "exclusiveMinimum" ? "minimum" : "maximum"]?.DeepClone();
                    break;
                default:
                    if (Kept.Contains(key))
                    {
                        strict[key] = value?.DeepClone();
                    }

                    break;
            }
        }

        return Close(schema, strict);
    }

    private static JsonObject Close(JsonObject schema, JsonObject strict)
    {
        if (Says(schema, "x-kubernetes-int-or-string"))
        {
            strict["type"] = new JsonArray("integer", "string");
        }
        else if (Says(schema, "nullable") && strict["type"] is { } type)
        {
            strict["type"] = new JsonArray(type.DeepClone(), "null");
            strict.Remove("enum");
        }

        if (strict["properties"] is JsonObject properties && schema["additionalProperties"] is null && !Says(schema, "x-kubernetes-preserve-unknown-fields"))
        {
            strict["additionalProperties"] = false;
            if (Says(schema, "x-kubernetes-embedded-resource"))
            {
                AddCommon(properties);
            }
        }

        return strict;
    }

    /// <summary>Their own schemas are those of every object; a definition may narrow the name in the metadata, which the cluster looks at.</summary>
    private static void AddCommon(JsonObject properties)
    {
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = new JsonObject { ["type"] = "object" };
    }

    private static bool Says(JsonObject schema, string key) => schema[key] is JsonValue value && value.TryGetValue(out bool yes) && yes;
}
