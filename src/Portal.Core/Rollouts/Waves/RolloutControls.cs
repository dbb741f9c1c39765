using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Rollouts.Waves;

/// <summary>What a person tells a rollout that runs, under a lock of its operation.</summary>
internal sealed class RolloutControls(IDbContextFactory<PortalDbContext> contexts, RolloutAccess access, TimeProvider clock)
{
    public Task PauseAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ChangeAsync(id, actor, "Paused by {0}: what runs ends, and nothing more is started.", control =>
    {
        if (control.PausedAt is not null || control.AbortedAt is not null)
        {
            return false;
        }

        (control.PausedAt, control.PausedBy) = (clock.GetUtcNow(), actor.Name);
        return true;
    }, cancellationToken);

    public Task ResumeAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ChangeAsync(id, actor, "Resumed by {0}.", control =>
    {
        var held = control.PausedAt is not null;
        (control.PausedAt, control.PausedBy) = (null, "");
        return held;
    }, cancellationToken);

    public Task AbortAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ChangeAsync(id, actor, "Aborted by {0}: what was changed is taken back.", control =>
    {
        if (control.AbortedAt is not null)
        {
            return false;
        }

        (control.AbortedAt, control.AbortedBy) = (clock.GetUtcNow(), actor.Name);
        return true;
    }, cancellationToken);

    private async Task ChangeAsync(Guid id, Actor actor, string words, Func<RolloutControl, bool> change, CancellationToken cancellationToken)
    {
        await access.DemandAsync(id, actor, cancellationToken);
        await using var probe = await contexts.CreateDbContextAsync(cancellationToken);
        await probe.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var operation = await db.LockAsync(id, cancellationToken);
            if (operation is null || !OperationKinds.Rollouts.Contains(operation.Kind))
            {
                throw ProblemException.NotFound("There is no such rollout", "Look for it in the list of operations.");
            }

            if (operation is not { State: OperationState.Running, CancelRequestedAt: null })
            {
                throw ProblemException.Conflict("The rollout cannot be changed",
                    operation.State == OperationState.Running ? "It is being cancelled." : "It has ended already.", "Look at its operation.");
            }

            var control = await db.RolloutControls.SingleOrDefaultAsync(row => row.RolloutId == id, cancellationToken);
            if (control is null)
            {
                db.RolloutControls.Add(control = new RolloutControl { RolloutId = id });
            }

            if (change(control))
            {
                db.OperationLog.Add(new OperationLogLine { OperationId = id, At = clock.GetUtcNow(), Level = LineLevel.Info, Text = words.Replace("{0}", actor.Name, StringComparison.Ordinal) });
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        });
    }
}
