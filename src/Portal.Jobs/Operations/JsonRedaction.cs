using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Secrets;

namespace Portal.Jobs.Operations;

/// <summary>Serialises what a step stores, with every text in it redacted.</summary>
internal static class JsonRedaction
{
    public static string Serialize<T>(T value, Redactor redactor)
    {
        var node = JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);
        return Redact(node, redactor)?.ToJsonString(JsonSerializerOptions.Web) ?? "null";
    }

    private static JsonNode? Redact(JsonNode? node, Redactor redactor) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Redact(pair.Value, redactor)))),
        JsonArray list => new JsonArray([.. list.Select(item => Redact(item, redactor))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => redactor.Redact(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };
}
