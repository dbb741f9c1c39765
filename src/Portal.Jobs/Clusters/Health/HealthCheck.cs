using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Clusters.Health;

namespace Portal.Jobs.Clusters.Health;

/// <summary>Looks at one claimed cluster, and says when to look again.</summary>
internal sealed class HealthCheck(ClusterObserver observer, IOptions<HealthOptions> options, TimeProvider clock)
{
    public async Task<HealthResult> RunAsync(HealthClaim claim, CancellationToken cancellationToken)
    {
        var due = claim.InventoryAt is not { } at || clock.GetUtcNow() - at >= options.Value.InventoryInterval;
        var seen = await ObserveAsync(claim.ClusterId, claim.Name, due, cancellationToken);

        // The stored list of nodes would say something else than the figures beside it.
        if (!due && seen.Totals is { } totals && (totals.Nodes != claim.Nodes || totals.Ready != claim.NodesReady))
        {
            seen = await ObserveAsync(claim.ClusterId, claim.Name, true, cancellationToken);
        }

        var now = clock.GetUtcNow();
        var settings = options.Value;
        var delay = claim.Standing.After(seen.State)
            .Delay(settings.Interval, settings.ConfirmAfter, settings.LongestPause, Random.Shared.NextDouble());
        return new HealthResult(claim, seen, now, now + delay);
    }

    /// <summary>The first look at the end of a join: everything, at once.</summary>
    public async Task<HealthResult> RunFirstAsync(Guid clusterId, string name, CancellationToken cancellationToken)
    {
        var seen = await ObserveAsync(clusterId, name, true, cancellationToken);
        var now = clock.GetUtcNow();
        var claim = new HealthClaim(clusterId, name, new HealthStanding(ClusterState.Joining, seen.State, 0), now, null, null, null, []);
        return new HealthResult(claim, seen, now, now + options.Value.Interval);
    }

    private Task<ClusterObservation> ObserveAsync(Guid clusterId, string name, bool full, CancellationToken cancellationToken) =>
        observer.ObserveAsync(clusterId, name, full, options.Value.Timeout, options.Value.InventoryTimeout, cancellationToken);
}
