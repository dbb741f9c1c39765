using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Clusters;

/// <summary>The overview's totals, in two queries: one over the clusters by place and state, one over the fleets.</summary>
internal static class ClusterEstate
{
    public static async Task<EstateSummary> ReadAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var groups = await db.Clusters.AsNoTracking()
            .GroupBy(cluster => new { cluster.Provider, cluster.Region, cluster.State })
            .Select(group => new
            {
                group.Key.Provider,
                group.Key.Region,
                group.Key.State,
                Clusters = group.Count(),
                Known = group.Count(cluster => cluster.Nodes != null),
                Nodes = group.Sum(cluster => (long?)cluster.Nodes) ?? 0,
                CpuAllocatable = group.Sum(cluster => cluster.CpuAllocatable) ?? 0,
                CpuRequested = group.Sum(cluster => cluster.CpuRequested) ?? 0,
                MemoryAllocatable = group.Sum(cluster => cluster.MemoryAllocatable) ?? 0,
                MemoryRequested = group.Sum(cluster => cluster.MemoryRequested) ?? 0,
                Oldest = group.Min(cluster => cluster.Nodes != null ? cluster.LastSeenAt : null),
            })
            .ToListAsync(cancellationToken);
        var fleets = await db.Fleets.CountAsync(cancellationToken);
        return new EstateSummary(
            fleets,
            groups.Sum(group => group.Clusters),
            groups.GroupBy(group => group.State).ToDictionary(group => group.Key, group => group.Sum(row => row.Clusters)),
            [
                .. groups.OrderBy(group => group.Provider, StringComparer.Ordinal).ThenBy(group => group.Region, StringComparer.Ordinal)
                    .ThenBy(group => group.State)
                    .Select(group => new EstatePlace(group.Provider, group.Region, group.State, group.Clusters)),
            ],
            groups.Sum(group => group.Known),
            groups.Sum(group => group.Nodes),
            groups.Sum(group => group.CpuAllocatable),
            groups.Sum(group => group.CpuRequested),
            groups.Sum(group => group.MemoryAllocatable),
            groups.Sum(group => group.MemoryRequested),
            groups.Min(group => group.Oldest));
    }
}
