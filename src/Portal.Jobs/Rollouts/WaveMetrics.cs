using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Problems;
using Portal.Core.Rollouts.Waves;

namespace Portal.Jobs.Rollouts;

/// <summary>Asks the metrics of the clusters that have had their turn.</summary>
internal sealed class WaveMetrics(IGlobalQueries queries, TimeProvider clock)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<WaveCheckResult>> CheckAsync(RolloutWaves settings, IReadOnlyList<Guid> clusters, CancellationToken cancellationToken)
    {
        var results = new List<WaveCheckResult>();
        foreach (var check in settings.Checks ?? [])
        {
            results.Add(await CheckAsync(check, clusters, cancellationToken));
        }

        return results;
    }

    private async Task<WaveCheckResult> CheckAsync(MetricCheck check, IReadOnlyList<Guid> clusters, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var now = TimeGrid.Instant(clock.GetUtcNow().ToUnixTimeMilliseconds());
            return MetricCheckRules.Judge(check, await queries.QueryAsync(
                new GlobalQuery(check.Expression, now, new QueryScope(ClusterIds: clusters)), Actor.Portal, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MetricCheckRules.Unknown(check, $"There was no answer within {Deadline.TotalSeconds:0} seconds.");
        }
        catch (ProblemException error)
        {
            return MetricCheckRules.Unknown(check, $"{error.Problem.What}: {error.Problem.Why}");
        }
    }
}
