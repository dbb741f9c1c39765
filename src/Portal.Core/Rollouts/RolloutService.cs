using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

internal sealed class RolloutService(ActorContexts contexts, RolloutControls controls) : IRollouts
{
    public async Task<RolloutDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewOperations, cancellationToken);
        var settings = await db.Operations.AsNoTracking()
            .Where(operation => operation.Id == id && OperationKinds.Rollouts.Contains(operation.Kind))
            .Select(operation => operation.Parameters).SingleOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.NotFound("There is no such rollout", "Look for it in the list of operations.");
        var changes = await (
            from change in db.RolloutChanges.AsNoTracking().Where(change => change.RolloutId == id)
            join made in db.Operations.AsNoTracking() on change.OperationId equals made.Id into operations
            from operation in operations.DefaultIfEmpty()
            orderby change.Ordinal
            select new RolloutChangeView(
                change.Ordinal,
                change.ClusterId,
                change.ClusterName,
                change.Subject,
                change.Kind,
                change.Stage,
                change.Wave,
                change.State,
                change.Needs,
                operation == null ? null : operation.Id,
                operation == null ? null : operation.State,
                operation == null ? 0 : operation.Steps.Count(step => step.State == StepState.Succeeded || step.State == StepState.Skipped),
                operation == null ? 0 : operation.Steps.Count,
                operation == null ? null : operation.Steps.OrderBy(step => step.Ordinal)
                    .Where(step => step.State != StepState.Succeeded && step.State != StepState.Skipped)
                    .Select(step => step.Name).FirstOrDefault(),
                change.Reason)).ToListAsync(cancellationToken);
        var waves = await db.RolloutWaves.AsNoTracking().Where(wave => wave.RolloutId == id).OrderBy(wave => wave.Number)
            .Select(wave => new RolloutWaveView(wave.Number, wave.State, wave.SoakUntil, wave.CheckedAt, wave.Results, wave.Reason)).ToListAsync(cancellationToken);
        var control = await db.RolloutControls.AsNoTracking().SingleOrDefaultAsync(row => row.RolloutId == id, cancellationToken);
        return new RolloutDetail(
            settings.Deserialize<RolloutSettings>(JsonSerializerOptions.Web)!, changes, waves,
            control?.PausedAt is null ? null : control.PausedBy, control?.AbortedAt is null ? null : control.AbortedBy);
    }

    public Task PauseAsync(Guid id, Actor actor, CancellationToken cancellationToken) => controls.PauseAsync(id, actor, cancellationToken);

    public Task ResumeAsync(Guid id, Actor actor, CancellationToken cancellationToken) => controls.ResumeAsync(id, actor, cancellationToken);

    public Task AbortAsync(Guid id, Actor actor, CancellationToken cancellationToken) => controls.AbortAsync(id, actor, cancellationToken);
}
