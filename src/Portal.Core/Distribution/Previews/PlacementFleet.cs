using System.Collections.Frozen;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Previews;

/// <summary>The clusters of a fleet as the placement engine sees them: as last observed.</summary>
public static class PlacementFleet
{
    private const int MostClusters = 10_000;
    private static readonly ClusterTaint Unreachable = new("cluster.karmada.io/unreachable", "", "NoSchedule");

    /// <summary>By name. A cluster that does not answer takes nothing new, and keeps what it has.</summary>
    public static async Task<IReadOnlyList<FleetCluster>> ReadAsync(PortalDbContext db, Guid fleetId, CancellationToken cancellationToken) =>
        [.. (await db.Clusters.AsNoTracking().Where(cluster => cluster.FleetId == fleetId).OrderBy(cluster => cluster.Name).Take(MostClusters)
            .ToListAsync(cancellationToken)).Select(cluster => new FleetCluster(cluster.Id, Of(cluster)))];

    public static PlacementCluster Of(Cluster cluster) => new()
    {
        Name = cluster.Name,
        Labels = cluster.Labels,
        Provider = cluster.Provider,
        Region = cluster.Region,
        Zones = cluster.Zone.Length > 0 ? [cluster.Zone] : [],
        Taints = cluster.State == ClusterState.Unreachable ? [.. cluster.Taints, Unreachable] : cluster.Taints,
        Leaving = cluster.State is ClusterState.Leaving or ClusterState.Joining,
        Available = Free(cluster),
    };

    /// <summary>The same cluster without any room.</summary>
    public static PlacementCluster Full(PlacementCluster cluster) => new()
    {
        Name = cluster.Name,
        Labels = cluster.Labels,
        Provider = cluster.Provider,
        Region = cluster.Region,
        Zones = cluster.Zones,
        Taints = cluster.Taints,
        Leaving = cluster.Leaving,
        Apis = cluster.Apis,
    };

    private static AvailableResources? Free(Cluster cluster)
    {
        if (cluster is not { CpuAllocatable: { } cpu, MemoryAllocatable: { } memory, PodCapacity: { } pods })
        {
            return null;
        }

        return new AvailableResources(
            new Dictionary<string, string> { ["cpu"] = Milli(cpu), ["memory"] = Whole(memory), ["pods"] = Whole(pods) },
            new Dictionary<string, string> { ["cpu"] = Milli(cluster.CpuRequested ?? 0), ["memory"] = Whole(cluster.MemoryRequested ?? 0), ["pods"] = Whole(cluster.Pods ?? 0) },
            FrozenDictionary<string, string>.Empty);
    }

    private static string Milli(long thousandths) => string.Create(CultureInfo.InvariantCulture, $"{thousandths}m");

    private static string Whole(long amount) => amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A cluster of the fleet, and the portal's own id of it.</summary>
public sealed record FleetCluster(Guid Id, PlacementCluster Cluster);
