using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Says on the application how its delivery ended; one that is removed from everywhere is forgotten.</summary>
internal sealed class ApplicationSettling(TimeProvider clock) : IOperationEnded
{
    internal const string Cancelled = "Its operation was cancelled. Deliver again, or retry it.";

    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        // A later operation owns the application by now: this one's end says nothing of it.
        var application = db.Applications.Where(row => row.LastOperationId == operation.Id);
        if (operation is { State: OperationState.Succeeded, Kind: OperationKinds.DeleteApplication })
        {
            await application.ExecuteDeleteAsync(cancellationToken);
            return;
        }

        await TellSkippedAsync(db, operation, cancellationToken);
        var reason = operation.State == OperationState.Succeeded
            ? await ReadFailureAsync(db, application, cancellationToken)
            : EndReason.Of(operation, Cancelled);
        await WriteAsync(application, reason is null ? ApplicationState.Delivered : ApplicationState.Failed, reason ?? "", cancellationToken);
    }

    public Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) => WriteAsync(
        db.Applications.Where(row => row.LastOperationId == operation.Id),
        operation.Kind == OperationKinds.DeleteApplication ? ApplicationState.Deleting : ApplicationState.Delivering, "", cancellationToken);

    /// <summary>A repair of one cluster says nothing of another, on which the delivery has failed. Null when there is none.</summary>
    private static Task<string?> ReadFailureAsync(PortalDbContext db, IQueryable<Application> application, CancellationToken cancellationToken) =>
        db.ApplicationClusters.Where(row => row.State == ClusterDelivery.Failed && application.Any(one => one.Id == row.ApplicationId))
            .OrderBy(row => row.ClusterId).Select(row => row.Reason).FirstOrDefaultAsync(cancellationToken);

    /// <summary>A cluster whose turn never came is not left as pending.</summary>
    private async Task TellSkippedAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var changes = await db.RolloutChanges.AsNoTracking()
            .Where(change => change.RolloutId == operation.Id && change.Stage != RolloutStage.Undo && change.State != RolloutChangeState.Succeeded)
            .Select(change => new { change.ClusterId, change.Reason }).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var change in changes)
        {
            await db.ApplicationClusters
                .Where(row => row.ClusterId == change.ClusterId && row.State == ClusterDelivery.Pending
                    && db.Applications.Any(application => application.Id == row.ApplicationId && application.LastOperationId == operation.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ClusterDelivery.Failed).SetProperty(row => row.Reason, change.Reason)
                    .SetProperty(row => row.At, now), cancellationToken);
        }
    }

    private Task<int> WriteAsync(IQueryable<Application> application, ApplicationState state, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return application.ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, state).SetProperty(one => one.StateReason, reason).SetProperty(one => one.StateSince, now), cancellationToken);
    }
}
