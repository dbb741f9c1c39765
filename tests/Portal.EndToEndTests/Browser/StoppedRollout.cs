using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A rollout in waves over an estate's clusters that stopped at its first failure: no worker moves it any more.</summary>
public static class StoppedRollout
{
    private const string Errors = "sum(rate(http_requests_total{code=~\"5..\"}[5m])) / sum(rate(http_requests_total[5m]))";

    private static readonly RolloutWaves Waves = new([50], 600, [new MetricCheck(Errors, MetricComparison.Below, 0.01)]);

    public static async Task<Guid> AddAsync(FleetFixture fixture, IReadOnlyList<(Guid Id, string Name)> clusters, CancellationToken cancellationToken)
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(cancellationToken);
        var changes = clusters.Select(cluster => new RequestedChange(cluster.Id, cluster.Name, "volcano", OperationKinds.InstallComponent, [], null, null));
        var operation = fixture.Portal.Services.GetRequiredService<RolloutWriter>().Add(
            db,
            new RolloutRequest(OperationKinds.ApplyComponents, $"Volcano on {clusters.Count} clusters", null, [.. changes], new(1, FailurePolicy.Stop, [clusters[0].Id], Waves: Waves)),
            Actor.Portal);
        operation.State = OperationState.Failed;
        operation.EndedAt = operation.StartedAt;
        operation.ErrorWhat = "Prometheus could not be installed on frankfurt";
        foreach (var change in operation.Changes)
        {
            (change.State, change.Reason) = change.Ordinal switch
            {
                0 => (RolloutChangeState.Succeeded, ""),
                1 => (RolloutChangeState.Failed, "It did not answer in time."),
                _ => (RolloutChangeState.Skipped, ""),
            };
        }

        foreach (var wave in operation.Waves.Where(wave => wave.Number < 2))
        {
            (wave.State, wave.CheckedAt, wave.SoakUntil) = (wave.Number == 0 ? WaveState.Passed : WaveState.Failed, operation.StartedAt, operation.StartedAt);
            wave.Results = wave.Number > 0 ? [] : [new WaveCheckResult("", WaveOutcome.Passed, "1/1", ""), new WaveCheckResult(Errors, WaveOutcome.Passed, "0.002", "")];
            wave.Reason = wave.Number == 0 ? "" : "It did not answer in time.";
        }

        await db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }
}
