using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Rollouts.Waves;

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

        await ReopenWavesAsync(db, operation.Id, undo.Count > 0, cancellationToken);

        // No job takes it: it runs as soon as it is open.
        operation.State = OperationState.Running;
        operation.StartedAt = clock.GetUtcNow();
    }

    /// <summary>What a person has said was said of the attempt that ended. A wave that did not pass is checked anew.</summary>
    private static async Task ReopenWavesAsync(PortalDbContext db, Guid id, bool anew, CancellationToken cancellationToken)
    {
        db.RolloutControls.RemoveRange(await db.RolloutControls.Where(control => control.RolloutId == id).ToListAsync(cancellationToken));
        foreach (var wave in await db.RolloutWaves.Where(wave => wave.RolloutId == id).ToListAsync(cancellationToken))
        {
            if (anew || wave.State != WaveState.Passed)
            {
                (wave.State, wave.SoakUntil, wave.DueAt, wave.CheckedAt, wave.Results, wave.Reason) = (WaveState.Waiting, null, null, null, [], "");
            }
        }
    }
}
