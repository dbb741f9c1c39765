using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Jobs.Clusters;

/// <summary>Takes the cluster out of use: no more health checks, no join command that still works.</summary>
internal sealed class LeaveStopStep(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = await db.Clusters.AsNoTracking().Where(cluster => cluster.Id == context.ClusterId)
            .Select(cluster => (ClusterState?)cluster.State).SingleOrDefaultAsync(cancellationToken);
        await db.JoinTokens.Where(token => token.ClusterId == context.ClusterId && token.UsedAt == null && token.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(token => token.RevokedAt, now), cancellationToken);
        if (before is null or ClusterState.Leaving)
        {
            return;
        }

        await db.Clusters.Where(cluster => cluster.Id == context.ClusterId).ExecuteUpdateAsync(
            row => row
                .SetProperty(cluster => cluster.State, ClusterState.Leaving)
                .SetProperty(cluster => cluster.StateSince, now)
                .SetProperty(cluster => cluster.StateReason, "")
                .SetProperty(cluster => cluster.CandidateState, (ClusterState?)null)
                .SetProperty(cluster => cluster.NextCheckAt, (DateTimeOffset?)null),
            cancellationToken);
        db.ClusterHealthEvents.Add(new ClusterHealthEvent
        {
            ClusterId = context.ClusterId,
            At = now,
            From = before.Value,
            To = ClusterState.Leaving,
            Reason = $"{context.ActorName} lets it leave.",
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
