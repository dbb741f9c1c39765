using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Components.Values;

/// <summary>Reads which fields a form has from a JSON schema. What a form cannot say is left to YAML.</summary>
public static class SchemaFields
{
    private const int Deepest = 8;

    /// <summary>In the order of the schema.</summary>
    public static IReadOnlyList<SchemaField> Read(JsonObject? schema) => schema is null ? [] : Properties(schema, [], 0);

    private static List<SchemaField> Properties(JsonObject schema, string[] path, int depth)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => name?.ToString()).ToHashSet();
        return [.. (schema["properties"] as JsonObject ?? []).Where(pair => pair.Value is JsonObject)
            .Select(pair => Field(pair.Value!.AsObject(), [.. path, pair.Key], required.Contains(pair.Key), depth))];
    }

    private static SchemaField Field(JsonObject schema, string[] path, bool required, int depth)
    {
        var kind = depth >= Deepest ? SchemaFieldKind.Yaml : Kind(schema);
        return new SchemaField(path, kind, Text(schema, "title") ?? path[^1])
        {
            Description = Text(schema, "description") ?? "",
            Required = required,
            Default = schema["default"],
            Minimum = Number(schema, "minimum"),
            Maximum = Number(schema, "maximum"),
            MinLength = (int?)Number(schema, "minLength"),
            MaxLength = (int?)Number(schema, "maxLength"),
            MinItems = (int?)Number(schema, "minItems"),
            MaxItems = (int?)Number(schema, "maxItems"),
            Pattern = Text(kind == SchemaFieldKind.List ? schema["items"] as JsonObject ?? schema : schema, "pattern"),
            Choices = kind == SchemaFieldKind.Choice ? [.. schema["enum"]!.AsArray().OfType<JsonNode>()] : [],
            Items = kind switch
            {
                SchemaFieldKind.List => Kind(schema["items"] as JsonObject ?? []),
                SchemaFieldKind.Map => Kind(schema["additionalProperties"]!.AsObject()),
                _ => SchemaFieldKind.Text,
            },
            Fields = kind == SchemaFieldKind.Group ? Properties(schema, path, depth + 1) : [],
        };
    }

    private static SchemaFieldKind Kind(JsonObject schema)
    {
        if (schema["enum"] is JsonArray choices)
        {
            return choices.Count > 0 && choices.All(choice => choice is JsonValue) ? SchemaFieldKind.Choice : SchemaFieldKind.Yaml;
        }

        return Type(schema) switch
        {
            "string" when IsSecret(schema) => SchemaFieldKind.Secret,
            "string" => SchemaFieldKind.Text,
            "integer" => SchemaFieldKind.Whole,
            "number" => SchemaFieldKind.Number,
            "boolean" => SchemaFieldKind.Toggle,
            "array" when schema["items"] is null or JsonObject && IsScalar(Kind(schema["items"] as JsonObject ?? [])) => SchemaFieldKind.List,
            "object" when schema["properties"] is JsonObject { Count: > 0 } => SchemaFieldKind.Group,
            "object" when schema["additionalProperties"] is JsonObject values && Kind(values) is var kind && (IsScalar(kind) || IsTexts(kind, values)) => SchemaFieldKind.Map,
            null when schema.Count == 0 => SchemaFieldKind.Text,
            _ => SchemaFieldKind.Yaml,
        };
    }

    private static bool IsScalar(SchemaFieldKind kind) => kind is SchemaFieldKind.Text or SchemaFieldKind.Number or SchemaFieldKind.Whole;

    private static bool IsTexts(SchemaFieldKind kind, JsonObject schema) => kind == SchemaFieldKind.List && Kind(schema["items"] as JsonObject ?? []) == SchemaFieldKind.Text;

    private static bool IsSecret(JsonObject schema) =>
        Text(schema, "format") == "password" || (schema["writeOnly"] is { } secret && secret.GetValueKind() == JsonValueKind.True);

    private static string? Type(JsonObject schema) => schema["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String ? type.ToString() : null;

    private static string? Text(JsonObject schema, string name) => schema[name] is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.ToString() : null;

    private static double? Number(JsonObject schema, string name) =>
        schema[name] is JsonValue number && number.GetValueKind() == JsonValueKind.Number && double.TryParse(
            number.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
}
