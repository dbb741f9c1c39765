using System.Text.Json.Nodes;
using Portal.Core.Components.Manifests;
using Portal.Core.Distribution.Placement;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Overrides;

/// <summary>An object as one cluster gets it. Pure.</summary>
public static class OverrideEngine
{
    /// <summary>A copy with all rules applied that select the cluster and the object. Throws Invalid where a patch finds no place.</summary>
    public static JsonObject Apply(ManifestObject item, PlacementCluster cluster, IEnumerable<OverrideRule> rules)
    {
        var content = item.Content.DeepClone().AsObject();
        foreach (var rule in rules.Where(rule => Selects(rule, cluster) && Selects(rule, item)))
        {
            Apply(content, item, cluster, rule.Overriders);
        }

        return content;
    }

    private static bool Selects(OverrideRule rule, PlacementCluster cluster) =>
        rule.TargetCluster is not { } target || new ClusterSelector(target, KarmadaRules.Current).Matches(cluster);

    internal static bool Selects(OverrideRule rule, ManifestObject item) => rule.ResourceSelectors.Count == 0 || rule.ResourceSelectors.Any(selector =>
        selector.ApiVersion == item.ApiVersion && selector.Kind == item.Kind
        && (string.IsNullOrEmpty(selector.Namespace) || selector.Namespace == item.Namespace)
        && (string.IsNullOrEmpty(selector.Name) || selector.Name == item.Name));

    private static void Apply(JsonObject content, ManifestObject item, PlacementCluster cluster, Overriders overriders)
    {
        var containers = PodTemplate.Containers(content).ToList();
        foreach (var change in overriders.ImageOverrider)
        {
            foreach (var container in containers.Where(container => container["image"] is JsonValue))
            {
                container["image"] = ImageName.Parse(container["image"]!.ToString()).With(change).ToString();
            }
        }

        Words(containers, "command", overriders.CommandOverrider);
        Words(containers, "args", overriders.ArgsOverrider);
        Map(content, "labels", overriders.LabelsOverrider);
        Map(content, "annotations", overriders.AnnotationsOverrider);
        foreach (var change in overriders.Plaintext)
        {
            if (!JsonPointer.Apply(content, change.Path, change.Operator, change.Value))
            {
                throw ProblemException.Invalid($"The override of {item.Label} for {cluster.Name} does not fit",
                    $"There is nothing at {change.Path} to {change.Operator}.", "Correct the path, or restrict the rule to the objects that have it.", "overrides");
            }
        }
    }

    private static void Words(List<JsonObject> containers, string field, IReadOnlyList<CommandOverrider> changes)
    {
        foreach (var change in changes)
        {
            foreach (var container in containers.Where(container => (string?)container["name"] == change.ContainerName))
            {
                var words = (container[field] as JsonArray ?? []).Select(word => word?.ToString() ?? "");
                var value = change.Value ?? [];
                container[field] = new JsonArray([.. (change.Operator == "remove" ? words.Where(word => !value.Contains(word)) : words.Concat(value)).Select(word => JsonValue.Create(word))]);
            }
        }
    }

    private static void Map(JsonObject content, string field, IReadOnlyList<MapOverrider> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var metadata = content["metadata"]!.AsObject();
        var map = metadata[field] as JsonObject ?? [];
        foreach (var (change, key, value) in changes.SelectMany(change => (change.Value ?? new Dictionary<string, string>()).Select(pair => (change, pair.Key, pair.Value))))
        {
            if (change.Operator == "remove")
            {
                map.Remove(key);
            }
            else if (change.Operator == "add" || map.ContainsKey(key))
            {
                map[key] = value;
            }
        }

        metadata.Remove(field);
        metadata[field] = map;
    }
}
