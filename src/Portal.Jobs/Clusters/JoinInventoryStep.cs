using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Clusters.Health;

namespace Portal.Jobs.Clusters;

/// <summary>The first look at the new member: its state, nodes and figures, from which on the health sweep watches it.</summary>
internal sealed class JoinInventoryStep(
    IDbContextFactory<PortalDbContext> contexts, HealthCheck health, HealthStore store, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var result = await health.RunFirstAsync(context.ClusterId, context.ClusterName, cancellationToken);
        if (!result.Observation.Answered)
        {
            throw ProblemException.Unavailable(
                $"Cluster {context.ClusterName} does not answer",
                result.Observation.Reason,
                "Check the way from the portal's worker to its API server, then retry.");
        }

        // Before the state: a cluster that is no longer joining has its date.
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var now = clock.GetUtcNow();
            await db.Clusters.Where(cluster => cluster.Id == context.ClusterId && cluster.JoinedAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.JoinedAt, now), cancellationToken);
        }

        await store.WriteAsync([result], cancellationToken);
        var totals = result.Observation.Totals;
        var figures = totals is null ? "nodes could not be read" : $"{totals.Ready} of {totals.Nodes} nodes ready";
        context.Info($"{result.Standing.State}: {figures}. {result.Observation.Reason}".TrimEnd());
        await context.ReportAsync($"{result.Standing.State}, {figures}", cancellationToken);
    }
}
