using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Failover;

/// <summary>What is next for an application and a cluster that was lost, from rows and time alone. Pure.</summary>
public static class FailoverRules
{
    /// <summary>A cluster that has just come back may go again.</summary>
    public static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    public static FailoverStep Next(FailoverFacts facts, DateTimeOffset now)
    {
        if (facts.Application is not (ApplicationState.Delivered or ApplicationState.Failed))
        {
            return FailoverStep.Wait;
        }

        return facts.Cluster switch
        {
            ClusterState.Unreachable => facts.GivenUp ? FailoverStep.Wait : Lost(facts, now),
            ClusterState.Healthy or ClusterState.Degraded => Back(facts, now),
            _ => FailoverStep.Wait,
        };
    }

    /// <summary>How long is waited after so many attempts: twice as long each time, up to a bound.</summary>
    public static TimeSpan Pause(int attempts)
    {
        var wanted = First * Math.Pow(2, Math.Clamp(attempts - 1, 0, 16));
        return wanted < Longest ? wanted : Longest;
    }

    private static FailoverStep Lost(FailoverFacts facts, DateTimeOffset now) =>
        facts.AfterSeconds is not { } seconds ? facts.State is null ? FailoverStep.Wait : FailoverStep.Withdraw
        : facts.State is null or EvictionState.Waiting && IsDue(facts, now) && now - facts.ClusterSince >= TimeSpan.FromSeconds(seconds) ? FailoverStep.Move
        : FailoverStep.Wait;

    private static FailoverStep Back(FailoverFacts facts, DateTimeOffset now)
    {
        if (facts.State is null)
        {
            return FailoverStep.Wait;
        }

        if (!facts.GivenUp)
        {
            return FailoverStep.Withdraw;
        }

        return !facts.IsThere ? FailoverStep.End
            : facts.State != EvictionState.Evicted || !IsDue(facts, now) || now - facts.ClusterSince < Stable ? FailoverStep.Wait
            : facts is { Returns: true, AfterSeconds: not null } ? FailoverStep.Return
            : FailoverStep.Clear;
    }

    private static bool IsDue(FailoverFacts facts, DateTimeOffset now) => facts.NextAt is null || facts.NextAt <= now;
}

/// <param name="Cluster">Its state, and since when.</param>
/// <param name="AfterSeconds">What the application tolerates; null for everything.</param>
/// <param name="State">Of the eviction; null when there is none.</param>
/// <param name="IsThere">Whether anything of the application may still be on the cluster.</param>
public sealed record FailoverFacts(
    ApplicationState Application,
    ClusterState Cluster,
    DateTimeOffset ClusterSince,
    int? AfterSeconds,
    bool Returns,
    EvictionState? State = null,
    bool GivenUp = false,
    bool IsThere = true,
    DateTimeOffset? NextAt = null);

public enum FailoverStep
{
    Wait,

    /// <summary>Replicas are placed elsewhere.</summary>
    Move,

    /// <summary>Nothing was given up, and nothing has to be any more.</summary>
    Withdraw,

    /// <summary>What is left on the cluster is removed.</summary>
    Clear,

    /// <summary>The replicas go back.</summary>
    Return,

    /// <summary>Nothing is left there.</summary>
    End,
}
