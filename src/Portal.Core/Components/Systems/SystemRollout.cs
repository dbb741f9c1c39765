using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Components.Systems;

/// <summary>Starts and takes back the steps of systems that are parts of a rollout.</summary>
internal sealed class SystemRollout(
    IDbContextFactory<PortalDbContext> contexts, OperationWriter writer, OperationChanges operations, IOptions<ComponentsOptions> options) : IRolloutStarter
{
    public async Task<Problem?> StartAsync(RolloutChange change, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var state = await db.Operations.Where(row => row.Id == change.OperationId).Select(row => (OperationState?)row.State).SingleOrDefaultAsync(cancellationToken);
        if (state is OperationState.Failed or OperationState.Cancelled)
        {
            await operations.RetryAsync(change.OperationId, actor, cancellationToken);
            return null;
        }

        return state is null ? await AddAsync(db, change, actor, cancellationToken) : null;
    }

    /// <summary>A step has been done or it has not; what runs is the business of the components.</summary>
    public Task<ChangeReadiness> LookAsync(RolloutChange change, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult(ChangeReadiness.Ready);

    public async Task<RolloutChange?> UndoAsync(RolloutChange change, int ordinal, int[] needs, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var made = await db.Operations.AsNoTracking().Where(operation => operation.Id == change.OperationId)
            .Select(operation => operation.Parameters).SingleOrDefaultAsync(cancellationToken);
        if (change.Kind != OperationKinds.RunSystemStep || made?.Deserialize<SystemOperation>(JsonSerializerOptions.Web) is not { Again: false } operation)
        {
            return null;
        }

        return new RolloutChange
        {
            RolloutId = change.RolloutId,
            Ordinal = ordinal,
            ClusterId = change.ClusterId,
            ClusterName = change.ClusterName,
            Subject = change.Subject,
            Kind = OperationKinds.UndoSystemStep,
            Stage = RolloutStage.Undo,
            Needs = needs,
            Parameters = JsonSerializer.SerializeToDocument(operation, JsonSerializerOptions.Web),
            OperationId = Guid.CreateVersion7(),
        };
    }

    private async Task<Problem?> AddAsync(PortalDbContext db, RolloutChange change, Actor actor, CancellationToken cancellationToken)
    {
        var parameters = change.Parameters!.Deserialize<SystemOperation>(JsonSerializerOptions.Web)!;
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == change.ClusterId, cancellationToken);
        if (ReleaseRules.ClusterRefusal(cluster) is { } refusal)
        {
            return refusal;
        }

        if (!await db.Systems.AnyAsync(system => system.Id == parameters.SystemId, cancellationToken))
        {
            return new Problem(ProblemKind.NotFound, $"The step {parameters.Step} cannot be started", "Its system has been removed.", "Make a new plan.");
        }

        var done = await db.SystemSteps.AnyAsync(record => record.SystemId == parameters.SystemId && record.ClusterId == change.ClusterId
            && record.Step == parameters.Step && record.DoneAt != null, cancellationToken);
        writer.Add(db, SystemOperation.Plan(change.Kind, cluster!, parameters with { Again = done }, options.Value, change.OperationId), actor);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another worker has made it.
        }

        return null;
    }
}
