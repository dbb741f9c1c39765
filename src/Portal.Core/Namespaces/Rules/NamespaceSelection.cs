using Portal.Core.Distribution.Placement;

namespace Portal.Core.Namespaces.Rules;

/// <summary>A namespace's placement in the terms of the placement engine. Pure.</summary>
internal static class NamespaceSelection
{
    /// <summary>As an application's policy has it.</summary>
    public static PlacementPolicy Policy(NamespacePlacement placement) => placement is { ClusterNames.Count: 0, Labels.Count: 0 }
        ? new PlacementPolicy()
        : new PlacementPolicy { ClusterAffinity = Affinity(placement) };

    /// <summary>Those of some clusters that are chosen.</summary>
    public static IReadOnlyList<PlacementCluster> Choose(NamespacePlacement placement, IEnumerable<PlacementCluster> clusters)
    {
        var selector = new ClusterSelector(Affinity(placement), KarmadaRules.Current);
        return [.. clusters.Where(selector.Matches)];
    }

    /// <summary>False only where both name their clusters, and none in common: a label can be set on any cluster of the fleet.</summary>
    public static bool MayMeet(NamespacePlacement one, NamespacePlacement other) =>
        one.IsOpen() || other.IsOpen() || one.ClusterNames.Intersect(other.ClusterNames).Any();

    private static ClusterAffinity Affinity(NamespacePlacement placement) => new()
    {
        ClusterNames = placement.ClusterNames,
        LabelSelector = placement.Labels.Count > 0 ? new LabelSelector { MatchLabels = placement.Labels } : null,
    };
}
