using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Failover;

/// <summary>Whether so much was lost at once that it may be the portal that is cut off, and not the clusters. Pure.</summary>
public static class OutageRule
{
    /// <summary>What is lost within that time of each other is lost at once.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(10);

    /// <summary>How many clusters were lost at once with one that was lost at that time, and of how many that answered before.</summary>
    public static OutageCount Count(IEnumerable<(ClusterState State, DateTimeOffset Since)> fleet, DateTimeOffset lostAt)
    {
        var (lost, before) = (0, 0);
        foreach (var (state, since) in fleet)
        {
            if (state == ClusterState.Unreachable && (since - lostAt).Duration() <= AtOnce)
            {
                lost++;
                before++;
            }
            else if (state is ClusterState.Healthy or ClusterState.Degraded || (state == ClusterState.Unreachable && since > lostAt))
            {
                before++;
            }
        }

        return new OutageCount(lost, before);
    }
}

public readonly record struct OutageCount(int Lost, int Before)
{
    /// <summary>A single cluster is never an outage of the portal.</summary>
    public bool IsOutage(int percent) => Lost > 1 && Lost * 100 > Before * percent;
}
