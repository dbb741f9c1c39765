using System.Text.Json.Nodes;
using Portal.Ctl.Running;

namespace Portal.Ctl.Files.Shapes;

/// <summary>Shapes of the portal's OpenAPI document: the portal that is spoken to says what a file may hold, and what is default.</summary>
internal sealed class Contract(JsonNode document)
{
    private const int MostDepth = 24;

    /// <summary>The object schema of this name. Throws where the portal has none.</summary>
    public ObjectShape Object(string name) => Read(Schema(name) ?? throw Unknown(name), 0) as ObjectShape ?? throw Unknown(name);

    private Shape Read(JsonObject schema, int depth)
    {
        if (depth > MostDepth)
        {
            return new AnyShape();
        }

        schema = Resolve(schema).Schema;
        if (schema["enum"] is JsonArray words)
        {
            return new WordShape([.. words.Where(word => word is not null).Select(word => word!.ToString())]);
        }

        return TypeOf(schema) switch
        {
            "string" => new TextShape(),
            "boolean" => new TruthShape(),
            "integer" => new NumberShape(),
            "array" => new ListShape(schema["items"] is JsonObject items ? Read(items, depth + 1) : new AnyShape()),
            "object" when schema["properties"] is JsonObject properties => new ObjectShape([.. properties.Select(property => FieldOf(schema, property.Key, (JsonObject)property.Value!, depth))]),
            "object" when schema["additionalProperties"] is JsonObject values => new MapShape(Read(values, depth + 1)),
            _ => new AnyShape(),
        };
    }

    private Field FieldOf(JsonObject owner, string name, JsonObject schema, int depth)
    {
        var (resolved, isNullable) = Resolve(schema);
        return new Field(name, Read(schema, depth + 1), isNullable ? schema["default"]?.DeepClone() : (schema["default"] ?? resolved["default"])?.DeepClone())
        {
            IsNullable = isNullable,
            IsRequired = owner["required"] is JsonArray required && required.Any(item => item?.ToString() == name),
        };
    }

    /// <summary>The schema behind references and "this or null".</summary>
    private (JsonObject Schema, bool IsNullable) Resolve(JsonObject schema)
    {
        var isNullable = schema["type"] is JsonArray types && types.Any(type => type?.ToString() == "null");
        for (var hops = 0; hops < MostDepth; hops++)
        {
            if (schema["oneOf"] is JsonArray choices && choices.OfType<JsonObject>().Where(choice => choice["type"]?.ToString() != "null").ToList() is [var only])
            {
                (schema, isNullable) = (only, isNullable || choices.Count > 1);
            }
            else if (schema["$ref"]?.ToString() is { } reference && Schema(reference[(reference.LastIndexOf('/') + 1)..]) is { } referred)
            {
                schema = referred;
            }
            else
            {
                break;
            }
        }

        return (schema, isNullable);
    }

    private static string? TypeOf(JsonObject schema) =>
        schema["type"] is JsonArray types ? types.Select(type => type?.ToString()).FirstOrDefault(type => type != "null") : schema["type"]?.ToString();

    private JsonObject? Schema(string name) => document["components"]?["schemas"]?[name] as JsonObject;

    private static CtlException Unknown(string name) => new(
        ExitCode.Failed, "The portal's API is not understood", $"Its description has no {name}.", "Check that this tool is of the portal's version.");
}
