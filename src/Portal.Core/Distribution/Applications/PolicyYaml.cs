using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Applications;

/// <summary>An application's policy as YAML, in Karmada's field names. What is not known is refused, so that nothing is lost in silence.</summary>
public static class PolicyYaml
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public static string Write(ApplicationPolicy policy) =>
        Shortened(JsonSerializer.SerializeToNode(policy, Json)) is JsonObject content ? ValuesYaml.Write(content) : "";

    /// <summary>Throws Invalid on the field "policy", naming line or field, never a value.</summary>
    public static ApplicationPolicy Read(string text)
    {
        try
        {
            return StrictYaml.Parse(text, YamlLimits.Values) switch
            {
                null => new ApplicationPolicy(),
                JsonObject root => root.Deserialize<ApplicationPolicy>(Json)!,
                _ => throw Refused("It is no mapping."),
            };
        }
        catch (StrictYamlException error)
        {
            throw Refused($"In {error.Message}.");
        }
        catch (JsonException error)
        {
            throw Refused(error.Path is { Length: > 2 } path ? $"The field {path[2..]} is not known, or is not of the right type." : "It has a field that is not known.");
        }
    }

    private static ProblemException Refused(string why) =>
        ProblemException.Invalid("The placement cannot be read", why, "Correct the field and send it again.", "policy");

    /// <summary>Without what is empty.</summary>
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
