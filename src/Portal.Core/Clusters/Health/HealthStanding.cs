namespace Portal.Core.Clusters.Health;

/// <summary>Where a cluster stands between observations: a state changes when two observations in a row say the same.</summary>
/// <param name="Candidate">Seen once; becomes the state when seen again.</param>
/// <param name="Failures">Observations in a row without an answer.</param>
public readonly record struct HealthStanding(ClusterState State, ClusterState? Candidate, int Failures)
{
    public HealthStanding After(ClusterState observed)
    {
        var failures = observed == ClusterState.Unreachable ? Math.Min(Failures, 1000) + 1 : 0;
        if (observed == State)
        {
            return new HealthStanding(State, null, failures);
        }

        // Of a cluster that nothing is known of, the first observation is better than none.
        return State == ClusterState.Unknown || observed == Candidate
            ? new HealthStanding(observed, null, failures)
            : new HealthStanding(State, observed, failures);
    }

    /// <summary>
    /// When to look again: after the interval; sooner while a change waits to be confirmed; for one that has long been
    /// unreachable twice as late each time, up to a bound. Spread by a fifth, so that clusters do not fall into step.
    /// </summary>
    /// <param name="random">0 to 1.</param>
    public TimeSpan Delay(TimeSpan interval, TimeSpan confirm, TimeSpan longest, double random)
    {
        var delay = interval;
        if (Candidate is not null)
        {
            delay = confirm < interval ? confirm : interval;
        }
        else if (State == ClusterState.Unreachable)
        {
            var doublings = Math.Clamp(Failures - 2, 0, 16);
            var wanted = interval * Math.Pow(2, doublings);
            delay = wanted < longest ? wanted : longest;
        }

        return delay * (0.8 + (0.4 * random));
    }
}
