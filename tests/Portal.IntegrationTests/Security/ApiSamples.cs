using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.IntegrationTests.Security;

/// <summary>One operation of the REST API that takes a body, as the API's own description has it.</summary>
/// <param name="Path">As described: "/api/v1/fleets/{id}".</param>
/// <param name="Body">A body of all members, each of the right type.</param>
/// <param name="Required">The members that must be there.</param>
internal sealed record DescribedOperation(string Method, string Path, JsonNode Body, IReadOnlyList<string> Required)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter in a query that is no free text.</summary>
/// <param name="Required">The parameters that must be there.</param>
internal sealed record DescribedParameter(string Path, string Name, string Kind, IReadOnlyList<string> Required);

/// <summary>Makes bodies of the API's own description: what is added to the API later is in it too.</summary>
internal sealed class ApiSamples(JsonNode document, IReadOnlyDictionary<string, string> known)
{
    private const int MostDepth = 12;

    public IReadOnlyList<DescribedOperation> Operations() =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           let schema = operation.Value!["requestBody"]?["content"]?["application/json"]?["schema"]
           where schema is not null
           let resolved = Resolve(schema)
           where resolved["properties"] is not null
           orderby path.Key, operation.Key
           select new DescribedOperation(
               operation.Key.ToUpperInvariant(), path.Key, Sample(schema, "", 0)!,
               [.. resolved["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? []]),
    ];

    public IReadOnlyList<DescribedParameter> Parameters() =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key == "get" && path.Key.StartsWith("/api/", StringComparison.Ordinal)
           let parameters = operation.Value!["parameters"]?.AsArray().Where(parameter => parameter!["in"]!.GetValue<string>() == "query").ToList() ?? []
           from parameter in parameters
           let kind = KindOf(parameter["schema"]!)
           where kind != "string"
           orderby path.Key
           select new DescribedParameter(
               path.Key, parameter["name"]!.GetValue<string>(), kind,
               [.. parameters.Where(one => one!["required"]?.GetValue<bool>() == true).Select(one => one!["name"]!.GetValue<string>())]),
    ];

    /// <summary>A value of the right type: the first word of an enumeration, "1" for a number.</summary>
    private JsonNode? Sample(JsonNode schema, string name, int depth)
    {
        var resolved = Resolve(schema);
        if (resolved["enum"] is JsonArray { Count: > 0 } values)
        {
            return values.First(value => value is not null)!.DeepClone();
        }

        if (resolved["items"] is { } items)
        {
            return depth < MostDepth ? new JsonArray(Sample(items, name, depth + 1)) : new JsonArray();
        }

        return KindOf(resolved) switch
        {
            "object" when resolved["properties"] is JsonObject properties && depth < MostDepth =>
                new JsonObject(properties.Where(property => property.Value!["readOnly"] is null).Select(property => KeyValuePair.Create(property.Key, Sample(property.Value!, property.Key, depth + 1)))),
            "object" => new JsonObject(),
            "integer" or "number" => JsonValue.Create(1),
            "boolean" => JsonValue.Create(false),
            "uuid" => JsonValue.Create(known.GetValueOrDefault(name, Guid.Empty.ToString())),
            "date-time" => JsonValue.Create("2026-01-01T00:00:00Z"),
            _ when resolved["pattern"] is not null => JsonValue.Create("00:01:00"),
            _ => JsonValue.Create(known.GetValueOrDefault(name, "sample")),
        };
    }

    private JsonNode Resolve(JsonNode schema)
    {
        while (true)
        {
            if (schema["$ref"]?.GetValue<string>() is { } reference)
            {
                schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
            }
            else if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray choices)
            {
                schema = choices.First(choice => choice!["type"] is not JsonValue type || type.GetValueKind() != JsonValueKind.String || type.GetValue<string>() != "null")!;
            }
            else
            {
                return schema;
            }
        }
    }

    private string KindOf(JsonNode schema)
    {
        var resolved = Resolve(schema);
        var kind = resolved["type"] switch
        {
            JsonArray kinds => kinds.Select(one => one!.GetValue<string>()).First(one => one != "null"),
            JsonValue one => one.GetValue<string>(),
            _ => resolved["properties"] is null ? "string" : "object",
        };
        return kind == "string" && resolved["enum"] is not null ? "enum"
            : kind == "string" && resolved["format"]?.GetValue<string>() is "uuid" or "date-time" ? resolved["format"]!.GetValue<string>()
            : kind == "array" && resolved["items"] is { } items ? KindOf(items)
            : kind;
    }
}
