using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;

namespace Portal.Jobs.Rollouts;

/// <summary>
/// Takes one rollout as far as it goes now: reads what its operations came to, asks the rules what is next, and does it.
/// An operation is made before its change is marked as started, under an id given long before: a worker that dies in between
/// makes no second one.
/// </summary>
internal sealed class RolloutStep(
    IDbContextFactory<PortalDbContext> contexts,
    IServiceProvider starters,
    IOperations operations,
    OperationEnding ending,
    RolloutUndo undo,
    WaveStep waves,
    TimeProvider clock)
{
    public async Task TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rollout = await db.Operations.AsNoTracking().SingleAsync(operation => operation.Id == id, cancellationToken);
        var settings = rollout.Parameters!.Deserialize<RolloutSettings>(JsonSerializerOptions.Web)!;

        // Ordinals count from 0 without a gap: a change stands at the place of its ordinal.
        var changes = await ReadAsync(db, id, cancellationToken);
        var cancelled = rollout.CancelRequestedAt is not null;
        var gate = await waves.ReadAsync(db, id, cancellationToken);
        await ReadEndsAsync(db, changes, cancelled, gate.Aborted, cancellationToken);
        while (true)
        {
            var move = RolloutRules.Next(settings, cancelled, changes, gate);
            waves.Take(db, settings, gate, changes, move, cancellationToken);
            foreach (var skipped in move.Skip)
            {
                var change = changes[skipped.Ordinal];
                change.State = RolloutChangeState.Skipped;
                change.Reason = skipped.Reason;
            }

            foreach (var ordinal in move.Start)
            {
                await StartAsync(db, changes[ordinal], rollout, cancellationToken);
            }

            if (move.TakeBack && !await TakeBackAsync(db, rollout, changes, cancellationToken))
            {
                move = move with { End = OperationState.Failed };
            }

            await db.SaveChangesAsync(cancellationToken);
            if (move.End is { } end)
            {
                await EndAsync(id, end, changes, cancellationToken);
                return;
            }

            if (move.Skip.Count == 0 && move.Start.Count == 0 && !move.TakeBack && move.Wave is null)
            {
                return;
            }
        }
    }

    /// <summary>Without the values, which may be large: a rollout is read again at each change of any of its operations.</summary>
    private static async Task<List<RolloutChange>> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var changes = await db.RolloutChanges.AsNoTracking().Where(change => change.RolloutId == id).OrderBy(change => change.Ordinal)
            .Select(change => new RolloutChange
            {
                RolloutId = change.RolloutId,
                Ordinal = change.Ordinal,
                ClusterId = change.ClusterId,
                ClusterName = change.ClusterName,
                Subject = change.Subject,
                Kind = change.Kind,
                Stage = change.Stage,
                Wave = change.Wave,
                Needs = change.Needs,
                Parameters = change.Parameters,
                State = change.State,
                OperationId = change.OperationId,
                Reason = change.Reason,
            })
            .ToListAsync(cancellationToken);
        db.AttachRange(changes);
        return changes;
    }

    private async Task ReadEndsAsync(
        PortalDbContext db, List<RolloutChange> changes, bool cancelled, bool aborted, CancellationToken cancellationToken)
    {
        var started = changes.Where(change => change.State == RolloutChangeState.Started).ToList();
        var ids = started.Select(change => change.OperationId).ToList();
        var made = await db.Operations.AsNoTracking().Where(operation => ids.Contains(operation.Id))
            .Select(operation => new { operation.Id, operation.State, operation.ErrorWhat, operation.ErrorWhy, operation.ErrorRemedy, operation.CancelRequestedBy })
            .ToDictionaryAsync(operation => operation.Id, cancellationToken);
        foreach (var change in started)
        {
            var operation = made.GetValueOrDefault(change.OperationId);
            switch (operation?.State)
            {
                case OperationState.Succeeded:
                    Settle(db, change, RolloutChangeState.Succeeded, "", LineLevel.Info);
                    break;
                case OperationState.Failed:
                    Settle(db, change, RolloutChangeState.Failed, $"{operation.ErrorWhat}: {operation.ErrorWhy} {operation.ErrorRemedy}".TrimEnd(), LineLevel.Error);
                    break;
                case OperationState.Cancelled:
                    Settle(db, change, RolloutChangeState.Failed, $"Cancelled by {operation.CancelRequestedBy}.", LineLevel.Warning);
                    break;
                case null:
                    Settle(db, change, RolloutChangeState.Failed, "Its operation is no longer on record.", LineLevel.Error);
                    break;
                case OperationState.Queued or OperationState.Running when cancelled || (aborted && change.Stage != RolloutStage.Undo):
                    await CancelAsync(change.OperationId, cancellationToken);
                    break;
            }
        }
    }

    private async Task StartAsync(PortalDbContext db, RolloutChange change, Operation rollout, CancellationToken cancellationToken)
    {
        var starter = starters.GetRequiredKeyedService<IRolloutStarter>(change.Kind);
        var actor = new Actor(rollout.ActorId, rollout.ActorName, new HashSet<PortalRole>());
        var whole = await db.RolloutChanges.AsNoTracking()
            .SingleAsync(row => row.RolloutId == change.RolloutId && row.Ordinal == change.Ordinal, cancellationToken);
        if (await starter.StartAsync(whole, actor, cancellationToken) is { } refusal)
        {
            Settle(db, change, RolloutChangeState.Failed, $"{refusal.What}: {refusal.Why} {refusal.Remedy}", LineLevel.Error);
            return;
        }

        change.State = RolloutChangeState.Started;
        Tell(db, change, LineLevel.Info, "started");
    }

    private async Task<bool> TakeBackAsync(PortalDbContext db, Operation rollout, List<RolloutChange> changes, CancellationToken cancellationToken)
    {
        var back = await undo.PlanAsync(changes, cancellationToken);
        db.RolloutChanges.AddRange(back);
        changes.AddRange(back);
        db.OperationLog.Add(Line(rollout.Id, LineLevel.Warning, back.Count == 0
            ? "Nothing is left to take back."
            : $"{back.Count} changes are taken back, the last one first."));
        return back.Count > 0;
    }

    /// <summary>One that has ended meanwhile needs no cancelling.</summary>
    private async Task CancelAsync(Guid operation, CancellationToken cancellationToken)
    {
        try
        {
            await operations.CancelAsync(operation, Actor.Portal, cancellationToken);
        }
        catch (ProblemException ended) when (ended.Problem.Kind is ProblemKind.Conflict or ProblemKind.NotFound)
        {
        }
    }

    private async Task EndAsync(Guid id, OperationState state, List<RolloutChange> changes, CancellationToken cancellationToken)
    {
        await using var probe = await contexts.CreateDbContextAsync(cancellationToken);
        await probe.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await db.LockAsync(id, cancellationToken) is { State: OperationState.Running } rollout)
            {
                var problem = state == OperationState.Failed ? RolloutEnd.Describe(rollout.TargetName, changes, await WaveStep.WhyAsync(db, id, cancellationToken)) : null;
                await ending.ApplyAsync(db, rollout, state, problem, clock.GetUtcNow(), settle: true, cancellationToken);
                db.OperationLog.Add(Line(id, state == OperationState.Succeeded ? LineLevel.Info : LineLevel.Warning, RolloutEnd.Count(changes)));
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        });
    }

    private void Settle(PortalDbContext db, RolloutChange change, RolloutChangeState state, string reason, LineLevel level)
    {
        change.State = state;
        change.Reason = reason.Length > 2000 ? reason[..1999] + "…" : reason;
        Tell(db, change, level, state == RolloutChangeState.Succeeded ? "succeeded" : $"failed: {change.Reason}");
    }

    private void Tell(PortalDbContext db, RolloutChange change, LineLevel level, string what)
    {
        var text = $"{change.ClusterName}: {change.Kind} of {change.Subject} {what}";
        db.OperationLog.Add(Line(change.RolloutId, level, text));
    }

    private OperationLogLine Line(Guid rollout, LineLevel level, string text) =>
        new() { OperationId = rollout, At = clock.GetUtcNow(), Level = level, Text = text };
}
