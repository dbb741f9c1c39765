using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Components;

/// <summary>Starts and takes back the changes of components that are parts of a rollout.</summary>
internal sealed class ReleaseRollout(
    IDbContextFactory<PortalDbContext> contexts, ComponentChanges changes, OperationChanges operations) : IRolloutStarter
{
    public async Task<Problem?> StartAsync(RolloutChange change, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            switch (await FindStateAsync(change.OperationId, cancellationToken))
            {
                case null:
                    await changes.StartPlannedAsync(change, Read(change), actor, cancellationToken);
                    break;
                case OperationState.Failed or OperationState.Cancelled:
                    await operations.RetryAsync(change.OperationId, actor, cancellationToken);
                    break;
            }

            return null;
        }
        catch (ProblemException refused) when (refused.Problem.Kind != ProblemKind.Unavailable)
        {
            return refused.Problem;
        }
    }

    public async Task<ChangeReadiness> LookAsync(RolloutChange change, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (change.Kind == OperationKinds.UninstallComponent)
        {
            return ChangeReadiness.Ready;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await db.ComponentReleases.AsNoTracking().Where(row => row.ClusterId == change.ClusterId && row.Component == change.Subject)
            .Select(row => new { row.State, row.StateReason, Cluster = row.Cluster!.State }).SingleOrDefaultAsync(cancellationToken);
        var where = $"{change.Subject} on {change.ClusterName}";
        return release switch
        {
            null => ChangeReadiness.NotReady($"{where} is not installed."),
            { Cluster: not (ClusterState.Healthy or ClusterState.Degraded) } => ChangeReadiness.Unknown($"{where} cannot be looked at: the cluster does not answer."),
            { State: ReleaseState.Ready } => ChangeReadiness.Ready,
            { State: ReleaseState.Degraded or ReleaseState.Failed } => ChangeReadiness.NotReady($"{where}: {release.StateReason}"),
            _ => ChangeReadiness.Unknown($"{where} is being changed."),
        };
    }

    public async Task<RolloutChange?> UndoAsync(RolloutChange change, int ordinal, int[] needs, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var made = await db.Operations.AsNoTracking().Where(operation => operation.Id == change.OperationId)
            .Select(operation => new { operation.Parameters, operation.Result }).SingleOrDefaultAsync(cancellationToken);
        if (change.Kind == OperationKinds.UninstallComponent || RolledBack.Read(made?.Result) is { Ready: true }
            || made?.Parameters?.Deserialize<ReleaseOperation>(JsonSerializerOptions.Web) is not { } operation
            || !await db.ComponentReleases.AnyAsync(release => release.Id == operation.ReleaseId, cancellationToken))
        {
            return null;
        }

        // Before its first revision there was nothing: what came is removed. Else it goes back to what ran.
        var first = operation.BaseRevision == 0;
        return new RolloutChange
        {
            RolloutId = change.RolloutId,
            Ordinal = ordinal,
            ClusterId = change.ClusterId,
            ClusterName = change.ClusterName,
            Subject = change.Subject,
            Kind = first ? OperationKinds.UninstallComponent : OperationKinds.RollBackComponent,
            Stage = RolloutStage.Undo,
            Needs = needs,
            Parameters = JsonSerializer.SerializeToDocument(
                new ReleaseChange(null, first ? null : operation.BaseRevision), JsonSerializerOptions.Web),
            OperationId = Guid.CreateVersion7(),
        };
    }

    private static ReleaseChange Read(RolloutChange change) =>
        change.Parameters?.Deserialize<ReleaseChange>(JsonSerializerOptions.Web) ?? new ReleaseChange(null);

    private async Task<OperationState?> FindStateAsync(Guid operation, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.Where(row => row.Id == operation).Select(row => (OperationState?)row.State)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
