namespace Portal.Core.Distribution.Placement;

/// <summary>How many replicas fit into a cluster: Karmada's general estimator, over the cluster's resource summary.</summary>
internal static class CapacityEstimator
{
    /// <summary>0 when nothing is known of the cluster's resources.</summary>
    public static int MaxReplicas(PlacementCluster cluster, ReadOnlySpan<ResourceDemand> demands)
    {
        if (cluster.Available is not { Pods: > 0 } available)
        {
            return 0;
        }

        var most = available.Pods;
        foreach (var demand in demands)
        {
            if (!available.TryGet(demand.Resource, out var whole, out var thousandths) || whole <= 0)
            {
                return 0;
            }

            most = Math.Min(most, (demand.InThousandths ? thousandths : whole) / demand.Amount);
        }

        return (int)Math.Min(most, int.MaxValue);
    }
}
