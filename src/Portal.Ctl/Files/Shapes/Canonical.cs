using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Ctl.Files.Shapes;

/// <summary>
/// One way to write a thing: members in the shape's order, free names sorted, and without what is as it would be when left out.
/// Two contents are the same exactly when their canonical forms are.
/// </summary>
internal static class Canonical
{
    /// <summary>Members that the shape does not have are dropped.</summary>
    public static JsonObject Of(JsonObject content, ObjectShape shape)
    {
        var canonical = new JsonObject();
        foreach (var field in shape.Fields)
        {
            if (content[field.Name] is { } value && Of(value, field) is { } kept)
            {
                canonical[field.Name] = kept;
            }
        }

        return canonical;
    }

    private static JsonNode? Of(JsonNode value, Field field)
    {
        var canonical = Of(value, field.Shape);
        var isLeftOut = canonical switch
        {
            null => true,
            _ when field.IsRequired => false,
            _ when field.Default is not null => JsonNode.DeepEquals(canonical, field.Default),
            JsonArray { Count: 0 } or JsonObject { Count: 0 } => !field.IsNullable,
            _ => false,
        };
        return isLeftOut ? null : canonical;
    }

    private static JsonNode? Of(JsonNode? value, Shape shape) => (shape, value) switch
    {
        (_, null) => null,
        (ObjectShape of, JsonObject content) => Of(content, of),
        (MapShape of, JsonObject content) => new JsonObject(content.OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => KeyValuePair.Create(item.Key, Of(item.Value, of.Value)))),
        (ListShape of, JsonArray list) => new JsonArray([.. list.Select(item => Of(item, of.Item))]),
        (NumberShape, _) when value.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) =>
            number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create(number),
        _ => value.DeepClone(),
    };
}
