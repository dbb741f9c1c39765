using System.Linq.Expressions;

namespace Portal.Core.Clusters;

/// <summary>Which columns a view needs; nothing else leaves the database.</summary>
internal static class ClusterProjections
{
    public static readonly Expression<Func<Cluster, ClusterSummary>> Summary = cluster => new ClusterSummary(
        cluster.Id,
        cluster.Name,
        cluster.FleetId,
        cluster.Fleet!.Name,
        cluster.Kind,
        cluster.Provider,
        cluster.Region,
        cluster.Zone,
        cluster.State,
        cluster.StateSince,
        cluster.StateReason,
        cluster.LastSeenAt,
        cluster.KubernetesVersion,
        cluster.Nodes,
        cluster.NodesReady,
        cluster.CpuAllocatable,
        cluster.CpuRequested,
        cluster.MemoryAllocatable,
        cluster.MemoryRequested);
}
