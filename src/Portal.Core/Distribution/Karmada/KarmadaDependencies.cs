using System.Text.Json.Nodes;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>What a workload refers to: with propagateDeps Karmada takes it wherever the workload goes, and nowhere else.</summary>
internal static class KarmadaDependencies
{
    /// <summary>"ConfigMap/settings".</summary>
    public static IEnumerable<string> Of(SourceObject item)
    {
        if (item.Item.Group is not ("" or "apps" or "batch") || PodTemplate.Spec(item.Item.Content) is not { } pods)
        {
            return [];
        }

        var volumes = Items(pods["volumes"]).ToList();
        var sources = volumes.Concat(volumes.SelectMany(volume => Items((volume["projected"] as JsonObject)?["sources"]))).ToList();
        var containers = PodTemplate.Containers(item.Item.Content).ToList();
        var bulk = containers.SelectMany(container => Items(container["envFrom"])).ToList();
        var single = containers.SelectMany(container => Items(container["env"])).Select(entry => entry["valueFrom"]).OfType<JsonObject>().ToList();
        return Named("ConfigMap", sources.Select(source => Text(source["configMap"], "name")), bulk.Select(entry => Text(entry["configMapRef"], "name")),
                single.Select(entry => Text(entry["configMapKeyRef"], "name")))
            .Concat(Named("Secret", sources.Select(source => Text(source["secret"], "secretName") ?? Text(source["secret"], "name")),
                bulk.Select(entry => Text(entry["secretRef"], "name")), single.Select(entry => Text(entry["secretKeyRef"], "name")),
                Items(pods["imagePullSecrets"]).Select(secret => Text(secret, "name"))))
            .Concat(Named("PersistentVolumeClaim", volumes.Select(volume => Text(volume["persistentVolumeClaim"], "claimName"))))
            .Concat(Named("ServiceAccount", [Text(pods, "serviceAccountName")]));
    }

    private static IEnumerable<string> Named(string kind, params IEnumerable<string?>[] names) =>
        names.SelectMany(some => some).OfType<string>().Select(name => $"{kind}/{name}");

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static string? Text(JsonNode? node, string field) =>
        (node as JsonObject)?[field] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
