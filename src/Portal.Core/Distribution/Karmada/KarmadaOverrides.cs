using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// What differs on some clusters, as OverridePolicies. Karmada's have one list of objects for all rules, so that rules after
/// each other for the same objects share one; Karmada applies them by name, which keeps the order. Objects are always named:
/// a policy without selectors would change those of others. Pure.
/// </summary>
internal static class KarmadaOverrides
{
    public static IEnumerable<SourceObject> Make(ManifestSource source, KarmadaScope scope, IReadOnlyList<OverrideRule> rules, string name)
    {
        foreach (var space in source.Objects.GroupBy(scope.NamespaceOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var kind = space.Key.Length == 0 ? KarmadaPolicyApi.ClusterOverride : KarmadaPolicyApi.Override;
            foreach (var (selected, shared, index) in Shared(space, rules))
            {
                var spec = new JsonObject
                {
                    ["resourceSelectors"] = new JsonArray([.. selected.Select(item => KarmadaManifest.Selector(item, space.Key))]),
                    ["overrideRules"] = new JsonArray([.. shared.Select(Rule)]),
                };
                yield return KarmadaManifest.Policy(kind, space.Key, Name(name, index), spec);
            }
        }
    }

    private static string Name(string application, int index) =>
        index == 0 ? application : string.Create(CultureInfo.InvariantCulture, $"{application}-{index + 1:000}");

    private static IEnumerable<(List<SourceObject> Selected, List<OverrideRule> Rules, int Index)> Shared(
        IEnumerable<SourceObject> objects, IReadOnlyList<OverrideRule> rules)
    {
        var all = objects.ToList();
        var index = 0;
        (List<SourceObject> Selected, List<OverrideRule> Rules)? open = null;
        foreach (var rule in rules)
        {
            var selected = all.FindAll(item => OverrideEngine.Selects(rule, item.Item) && Fits(rule.Overriders, item));
            if (selected.Count == 0)
            {
                continue;
            }

            if (open is { } same && same.Selected.SequenceEqual(selected))
            {
                same.Rules.Add(rule);
                continue;
            }

            if (open is { } ended)
            {
                yield return (ended.Selected, ended.Rules, index++);
            }

            open = (selected, [rule]);
        }

        if (open is { } last)
        {
            yield return (last.Selected, last.Rules, index);
        }
    }

    /// <summary>Images, commands and arguments are those of pods: an object without any is not selected for them.</summary>
    private static bool Fits(Overriders overriders, SourceObject item) => PodTemplate.Spec(item.Item.Content) is not null
        || overriders.LabelsOverrider.Count > 0 || overriders.AnnotationsOverrider.Count > 0 || overriders.Plaintext.Count > 0;

    private static JsonNode Rule(OverrideRule rule)
    {
        var written = new JsonObject { ["overriders"] = PolicyJson.Of(rule.Overriders) ?? [] };
        if (rule.TargetCluster is { } target && PolicyJson.Of(target) is { } clusters)
        {
            written["targetCluster"] = clusters;
        }

        return written;
    }
}
