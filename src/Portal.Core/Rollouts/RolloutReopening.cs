using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Rollouts;

/// <summary>A retried rollout goes on with what did not succeed; one that was taken back begins anew.</summary>
internal sealed class RolloutReopening(TimeProvider clock) : IOperationEnded
{
    /// <summary>Nothing to settle: a rollout's changes are settled before it ends.</summary>
    public Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var changes = await db.RolloutChanges.Where(change => change.RolloutId == operation.Id).ToListAsync(cancellationToken);
        var undo = changes.Where(change => change.Stage == RolloutStage.Undo).ToList();
        db.RolloutChanges.RemoveRange(undo);
        foreach (var change in changes.Except(undo))
        {
            if (undo.Count > 0)
            {
                change.OperationId = Guid.CreateVersion7();
            }
            else if (change.State == RolloutChangeState.Succeeded)
            {
                continue;
            }

            change.State = RolloutChangeState.Waiting;
            change.Reason = "";
        }

        // No job takes it: it runs as soon as it is open.
        operation.State = OperationState.Running;
        operation.StartedAt = clock.GetUtcNow();
    }
}
