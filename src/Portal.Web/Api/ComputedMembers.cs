using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Portal.Web.Api;

/// <summary>Marks members that follow from others: they are told, and what a body says of them is not looked at.</summary>
internal static class ComputedMembers
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Of plain values alone: the description of an object or an enumeration is shared by all that have one.
        if (context.JsonPropertyInfo is { Set: null, AssociatedParameter: null } && IsPlain(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type))
        {
            schema.ReadOnly = true;
        }

        return Task.CompletedTask;
    }

    private static bool IsPlain(Type type) => type.IsPrimitive || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(DateTimeOffset) || type == typeof(Guid);
}
