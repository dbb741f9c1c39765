using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Operations;

/// <summary>Ends an operation under its lease: final state, steps and the feature's rows in one transaction.</summary>
internal sealed class OperationFinish(
    IDbContextFactory<PortalDbContext> contexts, OperationEnding ending, TimeProvider clock, ILogger<OperationFinish> logger)
{
    public async Task EndAsync(Operation operation, OperationRun run, OperationState state, Problem? problem)
    {
        problem = problem is null ? null : StepProblems.Redacted(problem, run.Redactor);
        if (problem is not null)
        {
            run.Log.Add(run.CurrentStep, LineLevel.Error, $"{problem.What}: {problem.Why}");
        }
        else if (state == OperationState.Cancelled)
        {
            run.Log.Add(null, LineLevel.Warning, "Cancelled on request.");
        }

        await run.Log.FlushAsync(CancellationToken.None);
        try
        {
            await SaveAsync(run, operation.Id, state, problem, settle: true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Without this the operation would run, and fail to end, for ever.
            var reference = Guid.NewGuid().ToString("n")[..12];
            OperationsLog.SettleFailed(logger, exception, operation.Id, reference);
            state = OperationState.Failed;
            await SaveAsync(run, operation.Id, state, problem ?? StepProblems.NotSettled(operation, reference), settle: false);
        }

        OperationsLog.Ended(logger, operation.Id, state);
    }

    private Task<bool> SaveAsync(OperationRun run, Guid id, OperationState state, Problem? problem, bool settle) => run.Writes.PersistAsync(
        async (_, token) =>
        {
            await using var probe = await contexts.CreateDbContextAsync(token);
            return await probe.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var operation = await db.LockAsync(id, token);
                var mine = operation is not null && operation.LeaseGeneration == run.Lease.Claim.Generation;
                if (mine && operation!.State == state)
                {
                    // The connection broke after the commit, and before we heard of it.
                    return true;
                }

                if (!mine || operation!.State != OperationState.Running)
                {
                    run.Lease.NoteLost();
                    throw new LeaseLostException(id);
                }

                await ending.ApplyAsync(db, operation, state, problem, clock.GetUtcNow(), settle, token);
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return true;
            });
        },
        CancellationToken.None);
}
