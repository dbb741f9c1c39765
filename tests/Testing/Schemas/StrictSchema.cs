using System.Text.Json.Nodes;

namespace Portal.Testing.Schemas;

/// <summary>Turns the OpenAPI schemas of Kubernetes into JSON Schema that knows no field beyond those it lists.</summary>
/// <param name="partial">For patches, which need not hold what an object must.</param>
/// <param name="nullable">For built-in kinds: Go reads null as the value that it has without one, required or not.</param>
/// <param name="resolve">The schema that a reference names.</param>
internal sealed class StrictSchema(bool partial, bool nullable, Func<string, JsonObject> resolve)
{
    private const string Reference = "#/components/schemas/";

    private readonly JsonObject _definitions = [];

    /// <summary>The document for one schema, with all that it refers to.</summary>
    public JsonObject Document(JsonObject root)
    {
        var document = Of(root);
        document["$defs"] = _definitions;
        return document;
    }

    /// <summary>The same schema without a field that is not listed, and without what JSON Schema does not know.</summary>
    public JsonObject Of(JsonObject schema)
    {
        var strict = new JsonObject();
        foreach (var (key, value) in schema)
        {
            switch (key)
            {
                case "$ref":
                    strict[key] = $"#/$defs/{Define(((string)value!)[Reference.Length..])}";
                    break;
                case "properties":
                    strict[key] = new JsonObject(value!.AsObject().Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, Of(property.Value!.AsObject()))));
                    break;
                case "items" or "additionalProperties" when value is JsonObject inner:
                    strict[key] = Of(inner);
                    break;
                case "allOf" when value!.AsArray().Any(part => part!["$ref"] is not null):
                    strict[key] = new JsonArray([.. value.AsArray().Select(part => Of(part!.AsObject()))]);
                    break;
                case "allOf" or "anyOf" or "oneOf" or "not":
                    strict[key] = Plain(value!);
                    if (nullable && key == "oneOf")
                    {
                        strict[key]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "null" });
                    }

                    break;
                case "type" when nullable:
                    strict[key] = new JsonArray(value!.DeepClone(), "null");
                    break;
                case "enum" when nullable:
                    strict[key] = new JsonArray([.. value!.AsArray().Select(item => item!.DeepClone()), null]);
                    break;
                case "required" when !partial:
                case "type" or "enum" or "pattern" or "minimum" or "maximum" or "minLength" or "maxLength" or "minItems" or "maxItems" or "additionalProperties":
                    strict[key] = value!.DeepClone();
                    break;
            }
        }

        if (Says(schema, "x-kubernetes-int-or-string"))
        {
            strict["type"] = new JsonArray("integer", "string");
        }

        if (strict["properties"] is JsonObject properties && schema["additionalProperties"] is null && !Says(schema, "x-kubernetes-preserve-unknown-fields"))
        {
            strict["additionalProperties"] = false;
            if (Says(schema, "x-kubernetes-embedded-resource"))
            {
                properties.TryAdd("apiVersion", new JsonObject { ["type"] = "string" });
                properties.TryAdd("kind", new JsonObject { ["type"] = "string" });
                properties.TryAdd("metadata", new JsonObject { ["type"] = "object" });
            }
        }

        return strict;
    }

    // What only narrows the structure around it stays open.
    private static JsonNode Plain(JsonNode node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(item => item is null ? null : Plain(item))]),
        JsonObject logic => new JsonObject(logic
            .Where(pair => pair.Key is not ("description" or "default" or "format" or "nullable") && !pair.Key.StartsWith("x-", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Plain(pair.Value)))),
        _ => node.DeepClone(),
    };

    private static bool Says(JsonObject schema, string key) => schema[key] is JsonValue value && value.TryGetValue(out bool yes) && yes;

    private string Define(string name)
    {
        if (!_definitions.ContainsKey(name))
        {
            // Its place is taken first: schemas refer to themselves.
            _definitions[name] = new JsonObject();
            _definitions[name] = Of(resolve(name));
        }

        return name;
    }
}
