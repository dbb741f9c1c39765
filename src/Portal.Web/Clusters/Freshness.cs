using Portal.Core.Clusters;

namespace Portal.Web.Clusters;

/// <summary>When what was read of a cluster counts as old.</summary>
public static class Freshness
{
    /// <summary>Several sweeps of the health job.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Nobody can say whether what was read last is still so.</summary>
    public static bool IsLost(ClusterSummary cluster) => cluster.State is ClusterState.Unreachable or ClusterState.Unknown;

    /// <summary>The style of figures that may have changed since they were read.</summary>
    public static string? Tone(ClusterSummary cluster) => IsLost(cluster) ? "stale" : null;
}
