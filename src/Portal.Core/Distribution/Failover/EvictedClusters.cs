using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;

namespace Portal.Core.Distribution.Failover;

/// <summary>The clusters from which an application was moved away, or is to be: whoever delivers it does not place it there.</summary>
internal sealed class EvictedClusters
{
    private readonly Dictionary<Guid, string> _reasons;

    private EvictedClusters(Dictionary<Guid, string> reasons) => _reasons = reasons;

    public static async Task<EvictedClusters> ReadAsync(PortalDbContext db, Guid? applicationId, PlanWish? wish, CancellationToken cancellationToken)
    {
        var reasons = applicationId is null ? [] : await db.ApplicationEvictions.AsNoTracking()
            .Where(row => row.ApplicationId == applicationId && row.EndedAt == null && row.GivenUpAt != null)
            .ToDictionaryAsync(row => row.ClusterId, row => row.Reason, cancellationToken);
        foreach (var returning in wish?.Return ?? new HashSet<Guid>())
        {
            reasons.Remove(returning);
        }

        foreach (var lost in wish?.Evict ?? new HashSet<Guid>())
        {
            reasons.TryAdd(lost, "");
        }

        return new EvictedClusters(reasons);
    }

    public bool IsOut(Guid cluster) => _reasons.ContainsKey(cluster);

    /// <summary>Whether what the cluster has cannot be removed now: its eviction does that when it is back.</summary>
    public bool Waits(ApplicationCluster row) => IsOut(row.ClusterId) && row.Cluster!.State == ClusterState.Unreachable;

    /// <summary>Why it is out, or null when it is not.</summary>
    public string? Words(Guid cluster) => !_reasons.TryGetValue(cluster, out var reason) ? null
        : reason.Length == 0 ? "The application is being moved away from it." : $"The application was moved away from it. {reason}";
}
