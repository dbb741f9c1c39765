using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Portal.Web.Api;

/// <summary>The description cannot see what <see cref="PlainText"/> and <see cref="FiniteNumber"/> read: it is told that these are texts and numbers.</summary>
internal static class TextSchemas
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        if (type.Type == typeof(string))
        {
            schema.Type ??= Text(context.JsonPropertyInfo is { } member && (member.IsGetNullable || member.IsSetNullable));
        }
        else if (type.Type == typeof(double) || type.Type == typeof(double?))
        {
            schema.Type ??= type.Type == typeof(double) ? JsonSchemaType.Number : JsonSchemaType.Number | JsonSchemaType.Null;
            schema.Format ??= "double";
        }
        else if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } item } && item == typeof(string))
        {
            schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (type is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value } && value == typeof(string))
        {
            schema.AdditionalProperties ??= new OpenApiSchema { Type = JsonSchemaType.String };
        }

        return Task.CompletedTask;
    }

    private static JsonSchemaType Text(bool nullable) => nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
}
