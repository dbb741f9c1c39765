using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>What an application asks for that Karmada has not, or its admission does not take, each with its reason. Pure.</summary>
public static class KarmadaRefusals
{
    public static IReadOnlyList<string> Of(ManifestSource source, ApplicationPolicy policy)
    {
        var scope = new KarmadaScope(source);
        var reserved = source.Objects.Select(item => item.Item.Kind == "Namespace" ? item.Item.Name : scope.NamespaceOf(item))
            .Where(KarmadaPolicyApi.IsReserved).Distinct().Select(space => $"Karmada carries nothing of the namespace {space}.");
        var own = source.Objects.Where(item => item.Item.Group is KarmadaPolicyApi.Group or "work.karmada.io" or "cluster.karmada.io" or "config.karmada.io")
            .Select(item => $"Karmada does not carry its own objects: {item.Item.Label}.");
        return [.. reserved, .. own, .. Placement(policy.Placement), .. Moves(policy)];
    }

    /// <summary>Karmada moves replicas away from what is lost, and never back.</summary>
    private static IEnumerable<string> Moves(ApplicationPolicy policy)
    {
        if (policy.Failover is { Returns: FailoverReturn.Automatically })
        {
            yield return "Karmada never brings replicas back to a cluster that was lost: let them return Never, or let the portal deliver directly.";
        }

        if (policy.Rebalance is not null)
        {
            yield return "Karmada rebalances only when a WorkloadRebalancer asks it to: leave rebalance out, or let the portal deliver directly.";
        }
    }

    private static IEnumerable<string> Placement(PlacementPolicy placement)
    {
        var spreads = placement.SpreadConstraints;
        if (spreads.Count > 0 && spreads.All(spread => spread.SpreadByField != SpreadConstraint.Cluster))
        {
            yield return spreads.All(spread => spread.SpreadByField is SpreadConstraint.Zone or SpreadConstraint.Provider)
                ? "Karmada cannot spread by zone or provider alone: spread by cluster or region, or let the portal deliver directly."
                : "Karmada takes a spread by region only together with one by cluster, which says how many clusters are used.";
        }

        var selectors = Affinities(placement).SelectMany(affinity => affinity.FieldSelector?.MatchExpressions ?? []);
        if (selectors.Any(rule => rule.Operator is not ("In" or "NotIn")))
        {
            yield return "Karmada's selectors of provider, region and zone know In and NotIn alone.";
        }
    }

    private static IEnumerable<ClusterAffinity> Affinities(PlacementPolicy placement) =>
        [.. placement.ClusterAffinities, .. placement.ClusterAffinity is { } one ? [one] : Array.Empty<ClusterAffinity>()];
}
