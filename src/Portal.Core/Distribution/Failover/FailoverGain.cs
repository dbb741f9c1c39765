using Portal.Core.Distribution.Delivery;

namespace Portal.Core.Distribution.Failover;

/// <summary>Whether losing clusters brings replicas to others. What gains nothing has no replacement that could be healthy. Pure.</summary>
internal static class FailoverGain
{
    /// <param name="before">As it would be delivered without the loss: what that brings to a cluster comes not from the lost one.</param>
    /// <param name="after">Without the lost clusters.</param>
    public static bool Exists(DeliveryPlan before, DeliveryPlan after)
    {
        var rows = after.Rows.ToDictionary(row => row.ClusterId);
        var without = before.Preview.Clusters.Where(cluster => cluster.In).ToDictionary(cluster => cluster.ClusterId, cluster => cluster.Replicas);
        return after.Preview.Clusters.Any(cluster => cluster.In
            && DeliveryChanges.Grows(rows.GetValueOrDefault(cluster.ClusterId), cluster.Replicas)
            && (!without.TryGetValue(cluster.ClusterId, out var there) || cluster.Replicas.Any(pair => pair.Value > there.GetValueOrDefault(pair.Key))));
    }
}
