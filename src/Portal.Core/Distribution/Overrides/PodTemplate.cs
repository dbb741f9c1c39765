using System.Text.Json.Nodes;

namespace Portal.Core.Distribution.Overrides;

/// <summary>The pods in a workload, whatever its kind.</summary>
internal static class PodTemplate
{
    /// <summary>The spec of its pods, or null where it has none.</summary>
    public static JsonObject? Spec(JsonObject content) => (string?)content["kind"] switch
    {
        "Pod" => content["spec"] as JsonObject,
        "CronJob" => content["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"] as JsonObject,
        _ => (content["spec"] as JsonObject)?["template"] is JsonObject template ? template["spec"] as JsonObject : null,
    };

    /// <summary>Those that run before the others too.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject content) => Spec(content) is not { } spec
        ? []
        : (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"] as JsonArray ?? []).OfType<JsonObject>();
}
