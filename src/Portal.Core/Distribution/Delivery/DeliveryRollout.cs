using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Starts and takes back the deliveries to single clusters that are parts of a rollout.</summary>
internal sealed class DeliveryRollout(
    IDbContextFactory<PortalDbContext> contexts, OperationWriter writer, OperationChanges operations, DeliveryReadiness readiness,
    IOptions<ComponentsOptions> options) : IRolloutStarter
{
    public async Task<Problem?> StartAsync(RolloutChange change, Actor actor, CancellationToken cancellationToken)
    {
        try
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
        catch (ProblemException refused) when (refused.Problem.Kind != ProblemKind.Unavailable)
        {
            return refused.Problem;
        }
    }

    public Task<ChangeReadiness> LookAsync(RolloutChange change, DateTimeOffset since, CancellationToken cancellationToken) =>
        change.Kind == OperationKinds.RemoveApplication
            ? Task.FromResult(ChangeReadiness.Ready)
            : readiness.LookAsync(Read(change).ApplicationId, change, since, cancellationToken);

    public async Task<RolloutChange?> UndoAsync(RolloutChange change, int ordinal, int[] needs, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var parameters = Read(change);
        if (!await db.Operations.AnyAsync(row => row.Id == change.OperationId, cancellationToken)
            || (parameters.BaseRevision is null && change.Kind == OperationKinds.RemoveApplication))
        {
            return null;
        }

        // Before it there was nothing: what came is removed. Else it goes back to what was there.
        return new RolloutChange
        {
            RolloutId = change.RolloutId,
            Ordinal = ordinal,
            ClusterId = change.ClusterId,
            ClusterName = change.ClusterName,
            Subject = change.Subject,
            Kind = parameters.BaseRevision is null ? OperationKinds.RemoveApplication : OperationKinds.DeliverToCluster,
            Stage = RolloutStage.Undo,
            Needs = needs,
            Parameters = JsonSerializer.SerializeToDocument(
                new DeliveryOperation(parameters.ApplicationId, parameters.BaseRevision ?? 0, parameters.BaseReplicas ?? new Dictionary<string, int>()),
                JsonSerializerOptions.Web),
            OperationId = Guid.CreateVersion7(),
        };
    }

    private async Task<Problem?> AddAsync(PortalDbContext db, RolloutChange change, Actor actor, CancellationToken cancellationToken)
    {
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == change.ClusterId, cancellationToken);
        if (ReleaseRules.ClusterRefusal(cluster) is { } refusal)
        {
            return refusal;
        }

        writer.Add(db, DeliveryOperation.Plan(change.Kind, cluster!, change.Subject, Read(change), options.Value.ReadyTimeout, change.OperationId), actor);
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

    private static DeliveryOperation Read(RolloutChange change) => change.Parameters!.Deserialize<DeliveryOperation>(JsonSerializerOptions.Web)!;
}
