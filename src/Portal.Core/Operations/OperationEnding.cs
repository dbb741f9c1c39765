using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Operations;

/// <summary>Ends an operation in the caller's transaction: its own row, its open steps, and the rows of its feature.</summary>
public sealed class OperationEnding(IServiceScopeFactory scopes)
{
    /// <summary>
    /// Sets the final state on tracked rows and lets the feature settle its own. The caller has locked the operation's row,
    /// and saves.
    /// </summary>
    /// <param name="settle">False leaves the feature's rows alone: the last resort when they cannot be settled.</param>
    public async Task ApplyAsync(
        PortalDbContext db,
        Operation operation,
        OperationState state,
        Problem? problem,
        DateTimeOffset now,
        bool settle,
        CancellationToken cancellationToken)
    {
        operation.State = state;
        operation.EndedAt = now;
        operation.LeaseOwner = null;
        operation.LeaseUntil = null;
        operation.EnqueuedAt = null;
        operation.ErrorWhat = Bounded(problem?.What, 1000);
        operation.ErrorWhy = Bounded(problem?.Why, 4000);
        operation.ErrorRemedy = Bounded(problem?.Remedy, 2000);

        foreach (var step in operation.Steps)
        {
            EndStep(step, state, problem, now);
        }

        if (settle)
        {
            await TellAsync(operation.Kind, ended => ended.SettleAsync(db, operation, cancellationToken));
        }
    }

    /// <summary>Lets the feature take back what it settled: the operation is queued again.</summary>
    public Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) =>
        TellAsync(operation.Kind, ended => ended.ReopenAsync(db, operation, cancellationToken));

    private async Task TellAsync(string kind, Func<IOperationEnded, Task> tell)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var ended in scope.ServiceProvider.GetKeyedServices<IOperationEnded>(kind))
        {
            await tell(ended);
        }
    }

    private static void EndStep(OperationStep step, OperationState state, Problem? problem, DateTimeOffset now)
    {
        if (step.State == StepState.Running)
        {
            step.State = state == OperationState.Cancelled ? StepState.Cancelled : StepState.Failed;
            step.EndedAt = now;
            step.Message = Bounded(problem?.What, 2000) ?? step.Message;
        }
        else if (step.State == StepState.Pending && state == OperationState.Cancelled)
        {
            step.State = StepState.Cancelled;
            step.EndedAt = now;
        }
    }

    private static string? Bounded(string? text, int length) => text?.Length > length ? text[..(length - 1)] + "…" : text;
}
