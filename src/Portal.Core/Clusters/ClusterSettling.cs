using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Clusters;

/// <summary>Says on the cluster why its join or leave has not succeeded; success has written its own state.</summary>
internal sealed class ClusterSettling(TimeProvider clock) : IOperationEnded
{
    private const int MaxReason = 2000;

    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (operation.State == OperationState.Succeeded)
        {
            return;
        }

        if (operation is { Kind: OperationKinds.LeaveCluster, State: OperationState.Cancelled }
            && operation.Steps.Exists(step => step is { Name: StepNames.RemoveAccount, Attempts: 0 }))
        {
            await StayAsync(db, operation, cancellationToken);
            return;
        }

        var state = operation.Kind == OperationKinds.JoinCluster ? ClusterState.Joining : ClusterState.Leaving;
        var act = operation.Kind == OperationKinds.JoinCluster ? "join" : "leave";
        var reason = operation.State == OperationState.Cancelled
            ? $"Its {act} was cancelled. Retry it, or let the cluster leave."
            : $"Its {act} failed. {operation.ErrorWhat}: {operation.ErrorWhy} {operation.ErrorRemedy}";
        reason = reason.Length > MaxReason ? reason[..MaxReason] : reason;
        await db.Clusters.Where(cluster => cluster.Id == operation.ClusterId && cluster.State == state)
            .ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.StateReason, reason), cancellationToken);
    }

    /// <summary>Nothing was taken from the member yet: the cluster is what it was before, and is watched again.</summary>
    private async Task StayAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var cluster = await db.Clusters.SingleOrDefaultAsync(
            row => row.Id == operation.ClusterId && row.State == ClusterState.Leaving, cancellationToken);
        if (cluster is null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var before = await db.ClusterHealthEvents.Where(change => change.ClusterId == cluster.Id && change.To == ClusterState.Leaving)
            .OrderByDescending(change => change.At).Select(change => (ClusterState?)change.From).FirstOrDefaultAsync(cancellationToken);
        cluster.State = before ?? ClusterState.Unknown;
        cluster.StateSince = now;
        cluster.StateReason = "";
        cluster.NextCheckAt = cluster.State == ClusterState.Joining ? null : now;
        db.ClusterHealthEvents.Add(new ClusterHealthEvent
        {
            ClusterId = cluster.Id,
            At = now,
            From = ClusterState.Leaving,
            To = cluster.State,
            Reason = $"{operation.CancelRequestedBy ?? operation.ActorName} cancelled its leave.",
        });
    }
}
