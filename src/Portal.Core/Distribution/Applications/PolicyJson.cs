using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Portal.Core.Distribution.Applications;

/// <summary>Parts of a policy as JSON in Karmada's field names, without what is empty.</summary>
internal static class PolicyJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Null when it says nothing.</summary>
    public static JsonObject? Of<T>(T part) => Shortened(JsonSerializer.SerializeToNode(part, Options)) as JsonObject;

    private static JsonNode? Shortened(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject mapping:
                var kept = new JsonObject();
                foreach (var (name, value) in mapping)
                {
                    // All clusters are not the same as no rule of clusters.
                    if ((Shortened(value) ?? (name == "targetCluster" && value is not null ? new JsonObject() : null)) is { } content && !(name == "conflictResolution" && content.ToString() == nameof(ConflictResolution.Abort)))
                    {
                        kept[name] = content;
                    }
                }

                return kept.Count == 0 ? null : kept;
            case JsonArray list:
                return list.Count == 0 ? null : new JsonArray([.. list.Select(item => Shortened(item) ?? new JsonObject())]);
            default:
                return node?.DeepClone();
        }
    }
}
