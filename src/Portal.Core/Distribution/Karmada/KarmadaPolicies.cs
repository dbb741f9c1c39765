using System.Text.Json.Nodes;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// The policies of an application: a PropagationPolicy in each namespace, named as the application, and ClusterPropagationPolicies
/// for what belongs to none; then what differs on some clusters. Everything is selected by its name. Pure.
/// </summary>
public static class KarmadaPolicies
{
    public static IReadOnlyList<SourceObject> Make(ManifestSource source, ApplicationPolicy policy, string name)
    {
        var scope = new KarmadaScope(source);
        // What differs is there before anything is carried.
        return [.. KarmadaOverrides.Make(source, scope, policy.Overrides, name), .. Propagation(source, scope, policy, name)];
    }

    private static IEnumerable<SourceObject> Propagation(ManifestSource source, KarmadaScope scope, ApplicationPolicy policy, string name)
    {
        foreach (var group in source.Objects.GroupBy(scope.NamespaceOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (group.Key.Length > 0)
            {
                var carried = policy.PropagateDeps == false ? [] : group.SelectMany(KarmadaDependencies.Of).ToHashSet();
                var selected = group.Where(item => item.Item.Group.Length > 0 || !carried.Contains($"{item.Item.Kind}/{item.Item.Name}"));
                yield return KarmadaManifest.Policy(KarmadaPolicyApi.Propagation, group.Key, name, Spec(policy, selected, group.Key));
                continue;
            }

            foreach (var kept in group.GroupBy(item => Suffix(item.Item.Kind)).OrderBy(kept => kept.Key, StringComparer.Ordinal))
            {
                var spec = Spec(policy, kept, "");
                if (kept.Key.Length > 0)
                {
                    Keep(spec, kept.Key);
                }

                yield return KarmadaManifest.Policy(KarmadaPolicyApi.ClusterPropagation, "", name + kept.Key, spec);
            }
        }
    }

    /// <summary>What takes others along when it is deleted stays in the members: Karmada does not look what is in it.</summary>
    private static string Suffix(string kind) => kind switch
    {
        "Namespace" => "-namespaces",
        "CustomResourceDefinition" => "-definitions",
        _ => "",
    };

    private static void Keep(JsonObject spec, string suffix)
    {
        spec["preserveResourcesOnDeletion"] = true;
        if (suffix == "-namespaces")
        {
            // A namespace may be there already, and may have stayed from before: nothing of what is in it is touched.
            spec["conflictResolution"] = nameof(ConflictResolution.Overwrite);
        }
    }

    private static JsonObject Spec(ApplicationPolicy policy, IEnumerable<SourceObject> selected, string @namespace)
    {
        var spec = new JsonObject
        {
            ["conflictResolution"] = policy.ConflictResolution.ToString(),
            ["propagateDeps"] = policy.PropagateDeps ?? true,
            ["resourceSelectors"] = new JsonArray([.. selected.Select(item => KarmadaManifest.Selector(item, @namespace))]),
        };
        if (policy.Priority is { } priority)
        {
            spec["priority"] = priority;
        }

        if (policy.Preemption is { } preemption)
        {
            spec["preemption"] = preemption.ToString();
        }

        if (policy.Failover is not null)
        {
            // First up elsewhere, then gone.
            spec["failover"] = new JsonObject { ["cluster"] = new JsonObject { ["purgeMode"] = "Gracefully" } };
        }

        if (PolicyJson.Of(Exact(policy.Placement, policy.Failover)) is { } placement)
        {
            spec["placement"] = placement;
        }

        return spec;
    }

    /// <summary>What Karmada would add by itself is said, so that what is stored is what was written.</summary>
    private static PlacementPolicy Exact(PlacementPolicy placement, FailoverPolicy? failover)
    {
        placement = placement with { ClusterTolerations = KarmadaTolerations.Of(placement.ClusterTolerations, failover) };
        return placement.ReplicaScheduling is { ReplicaSchedulingType: ReplicaScheduling.Divided, ReplicaDivisionPreference: null } divided
            ? placement with { ReplicaScheduling = divided with { ReplicaDivisionPreference = ReplicaScheduling.Weighted } }
            : placement;
    }
}
