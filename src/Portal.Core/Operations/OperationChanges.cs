using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Operations;

/// <summary>What a person changes about an operation, under a lock of its row.</summary>
internal sealed class OperationChanges(IDbContextFactory<PortalDbContext> contexts, OperationEnding ending, TimeProvider clock)
{
    public Task CancelAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(id, (db, operation) => CancelAsync(db, operation, actor, cancellationToken), cancellationToken);

    public Task RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(id, (db, operation) => RetryAsync(db, operation, actor, cancellationToken), cancellationToken);

    private async Task CancelAsync(PortalDbContext db, Operation operation, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        switch (operation.State)
        {
            case OperationState.Queued:
                operation.CancelRequestedAt = now;
                operation.CancelRequestedBy = actor.Name;
                await ending.ApplyAsync(db, operation, OperationState.Cancelled, null, now, settle: true, cancellationToken);
                AddLine(db, operation, $"Cancelled by {actor.Name} before it started.", now);
                break;
            case OperationState.Running when operation.CancelRequestedAt is null:
                operation.CancelRequestedAt = now;
                operation.CancelRequestedBy = actor.Name;
                break;
            case OperationState.Running or OperationState.Cancelled:
                break;
            default:
                throw ProblemException.Conflict(
                    "The operation cannot be cancelled", $"It has {Word(operation.State)} already.", "Nothing is left to stop.");
        }
    }

    private async Task RetryAsync(PortalDbContext db, Operation operation, Actor actor, CancellationToken cancellationToken)
    {
        if (operation.State is OperationState.Queued or OperationState.Running)
        {
            return;
        }

        if (operation.State == OperationState.Succeeded)
        {
            throw ProblemException.Conflict("The operation cannot be retried", "It has succeeded.", "Start a new one.");
        }

        await DemandNoLaterAsync(db, operation, cancellationToken);
        var now = clock.GetUtcNow();
        operation.State = OperationState.Queued;
        operation.Attempt++;
        operation.StartedAt = null;
        operation.EndedAt = null;
        operation.CancelRequestedAt = null;
        operation.CancelRequestedBy = null;
        operation.ErrorWhat = null;
        operation.ErrorWhy = null;
        operation.ErrorRemedy = null;
        operation.EnqueuedAt = null;
        foreach (var step in operation.Steps.Where(step => step.State is not (StepState.Succeeded or StepState.Skipped)))
        {
            step.State = StepState.Pending;
            step.StartedAt = null;
            step.EndedAt = null;
            step.Message = "";
        }

        await ending.ReopenAsync(db, operation, cancellationToken);
        AddLine(db, operation, $"Retried by {actor.Name}.", now);
    }

    /// <summary>An old operation must not undo what came after it on the same target.</summary>
    private static async Task DemandNoLaterAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var later = await db.Operations.AsNoTracking()
            .Where(other => other.TargetKey == operation.TargetKey && other.Component == operation.Component && other.Id > operation.Id
                && other.State != OperationState.Failed && other.State != OperationState.Cancelled)
            .OrderByDescending(other => other.Id).Select(other => other.Kind).FirstOrDefaultAsync(cancellationToken);
        if (later is not null)
        {
            throw ProblemException.Conflict(
                "The operation cannot be retried",
                $"A later operation ({later}) of {operation.Component ?? operation.TargetName} has run or is queued since.",
                "Start a new one in place of it.");
        }
    }

    private async Task ChangeAsync(Guid id, Func<PortalDbContext, Operation, Task> change, CancellationToken cancellationToken)
    {
        await using var probe = await contexts.CreateDbContextAsync(cancellationToken);
        await probe.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var operation = await db.LockAsync(id, cancellationToken) ?? throw OperationReader.Unknown();
            await change(db, operation);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }

    private static void AddLine(PortalDbContext db, Operation operation, string text, DateTimeOffset now) =>
        db.OperationLog.Add(new OperationLogLine { OperationId = operation.Id, At = now, Level = LineLevel.Info, Text = text });

    private static string Word(OperationState state) => state == OperationState.Succeeded ? "succeeded" : "failed";
}
