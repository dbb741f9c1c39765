using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A rollout over an estate's clusters that stopped at its first failure: no worker moves it any more.</summary>
public static class StoppedRollout
{
    public static async Task<Guid> AddAsync(FleetFixture fixture, IReadOnlyList<(Guid Id, string Name)> clusters, CancellationToken cancellationToken)
    {
        await using var db = await fixture.Database.Contexts.CreateDbContextAsync(cancellationToken);
        var changes = clusters.Select(cluster => new RequestedChange(cluster.Id, cluster.Name, "volcano", OperationKinds.InstallComponent, [], null, null));
        var operation = fixture.Portal.Services.GetRequiredService<RolloutWriter>().Add(
            db,
            new RolloutRequest(OperationKinds.ApplyComponents, $"Volcano on {clusters.Count} clusters", null, [.. changes], new(1, FailurePolicy.Stop, [clusters[0].Id])),
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

        await db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }
}
