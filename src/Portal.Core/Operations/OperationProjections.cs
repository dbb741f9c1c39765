using System.Linq.Expressions;
using Portal.Core.Rollouts;

namespace Portal.Core.Operations;

/// <summary>What the pages read of an operation, as the database puts it together.</summary>
internal static class OperationProjections
{
    public static readonly Expression<Func<Operation, OperationSummary>> Summary = operation => new OperationSummary(
        operation.Id,
        operation.Kind,
        operation.TargetName,
        operation.ClusterId,
        operation.Component,
        operation.State,
        operation.ActorName,
        operation.CreatedAt,
        operation.StartedAt,
        operation.EndedAt,
        operation.Steps.Count(step => step.State == StepState.Succeeded || step.State == StepState.Skipped)
            + operation.Changes.Count(change => change.State != RolloutChangeState.Waiting && change.State != RolloutChangeState.Started),
        operation.Steps.Count + operation.Changes.Count,
        operation.Steps.OrderBy(step => step.Ordinal)
            .Where(step => step.State != StepState.Succeeded && step.State != StepState.Skipped)
            .Select(step => step.Name).FirstOrDefault(),
        operation.ErrorWhat,
        operation.CancelRequestedAt != null);

    public static readonly Expression<Func<OperationStep, OperationStepView>> Step = step => new OperationStepView(
        step.Ordinal, step.Name, step.State, step.Attempts, step.StartedAt, step.EndedAt, step.TimeLimit, step.Message);
}
