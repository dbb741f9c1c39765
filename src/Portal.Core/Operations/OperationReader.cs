using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Operations;

/// <summary>Reads one operation for its page.</summary>
internal static class OperationReader
{
    public static async Task<OperationDetail> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var summary = await db.Operations.AsNoTracking().Where(operation => operation.Id == id)
            .Select(OperationProjections.Summary).SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();
        var rest = await db.Operations.AsNoTracking().Where(operation => operation.Id == id)
            .Select(operation => new
            {
                operation.TargetKey,
                operation.ErrorWhy,
                operation.ErrorRemedy,
                operation.TimeLimit,
                operation.Attempt,
                operation.Result,
                operation.CancelRequestedBy,
            })
            .SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();
        var steps = await db.OperationSteps.AsNoTracking().Where(step => step.OperationId == id)
            .OrderBy(step => step.Ordinal).Select(OperationProjections.Step).ToListAsync(cancellationToken);
        var blocker = summary.State != OperationState.Queued ? null : await db.Operations.AsNoTracking()
            .Blocking(id, rest.TargetKey, summary.CreatedAt)
            .Select(OperationProjections.Summary).FirstOrDefaultAsync(cancellationToken);
        return new OperationDetail(
            summary,
            steps,
            rest.ErrorWhy,
            rest.ErrorRemedy,
            blocker,
            await UsualDurations.ReadAsync(db, summary.Kind, summary.Component, cancellationToken),
            rest.TimeLimit,
            rest.Attempt,
            rest.Result,
            rest.CancelRequestedBy,
            NeedsCredential(summary, steps));
    }

    public static ProblemException Unknown() => ProblemException.NotFound("There is no such operation");

    /// <summary>A join that ended before the portal had an account of its own: what was uploaded is forgotten by now.</summary>
    private static bool NeedsCredential(OperationSummary summary, List<OperationStepView> steps) =>
        summary.State is OperationState.Failed or OperationState.Cancelled
        && steps.Exists(step => step.Name == StepNames.CreateAccount && step.State is not (StepState.Succeeded or StepState.Skipped));
}
