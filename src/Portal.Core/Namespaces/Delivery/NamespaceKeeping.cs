using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;
using Portal.Core.Namespaces.Requests;
using Portal.Core.Namespaces.Rules;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>
/// Keeps namespaces what was approved, where nobody acts: a team's new slug, an account that left the team, a change that
/// waited for a delivery, and clusters that are chosen since. Ends requests whose time is over.
/// </summary>
public sealed class NamespaceKeeping
{
    private const int AtOnce = 100;
    private static readonly ClusterState[] Reachable = [ClusterState.Healthy, ClusterState.Degraded];
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly NamespaceWork _work;
    private readonly NamespaceDelivery _delivery;
    private readonly NamespaceHistory _history;
    private readonly TimeProvider _clock;

    internal NamespaceKeeping(
        IDbContextFactory<PortalDbContext> contexts, NamespaceWork work, NamespaceDelivery delivery, NamespaceHistory history, TimeProvider clock) =>
        (_contexts, _work, _delivery, _history, _clock) = (contexts, work, delivery, history, clock);

    /// <summary>Looks at all namespaces that are delivered, and starts what is missing.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var fleets = new Dictionary<Guid, List<ReachableCluster>>();
        var after = Guid.Empty;
        while (true)
        {
            var page = await db.TeamNamespaces.AsNoTracking().Where(row => row.Approved != null && row.DeletionOperationId == null && row.Id > after)
                .OrderBy(row => row.Id).Take(AtOnce).ToListAsync(cancellationToken);
            foreach (var space in page)
            {
                await KeepAsync(db, space, fleets, cancellationToken);
            }

            if (page.Count < AtOnce)
            {
                return;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>Ends requests that nobody has decided in time. What was approved before stays.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.TeamNamespaces.AsNoTracking().Where(row => (row.Ask == AskState.Waiting || row.Ask == AskState.Refused) && row.ExpiresAt <= now)
            .OrderBy(row => row.ExpiresAt).Take(AtOnce).Select(row => new { row.Id, row.TeamId, row.FleetId }).ToListAsync(cancellationToken);
        foreach (var one in due)
        {
            await _work.RunAsync(one.TeamId, one.FleetId, async (work, stop) =>
            {
                if (await NamespaceWork.LockAsync(work, one.Id, stop) is { Ask: AskState.Waiting or AskState.Refused } space && space.ExpiresAt <= now)
                {
                    _history.Add(work, space, NamespaceEventKind.Expired, "");
                    NamespaceWithdrawal.Apply(space, AskState.Expired);
                }
            }, cancellationToken);
        }
    }

    private async Task KeepAsync(PortalDbContext db, TeamNamespace space, Dictionary<Guid, List<ReachableCluster>> fleets, CancellationToken cancellationToken)
    {
        var application = await db.Applications.AsNoTracking().Where(row => row.NamespaceId == space.Id)
            .Select(row => new { row.Id, row.State, row.LatestRevision, row.DeliveredRevision }).SingleOrDefaultAsync(cancellationToken);
        if (application?.State is ApplicationState.Delivering or ApplicationState.Deleting)
        {
            return;
        }

        var rendered = await NamespaceRendering.RenderAsync(db, space.TeamId, space.Name, space.Approved!, cancellationToken);
        var fresh = await IsFreshAsync(db, space, application?.Id, fleets, cancellationToken);
        var isDue = application is null || rendered.Hash != space.RenderedHash || application.DeliveredRevision != application.LatestRevision;

        // Where no cluster could take it, that is tried again when one can.
        if (fresh || (isDue && (space.Obstacle.Length == 0 || rendered.Hash != space.RenderedHash)))
        {
            await _work.RunAsync(space.TeamId, space.FleetId, async (work, stop) =>
            {
                if (await NamespaceWork.LockAsync(work, space.Id, stop) is { Approved: not null, DeletionOperationId: null } locked)
                {
                    _ = isDue ? await _delivery.DeliverAsync(work, locked, Actor.Portal, stop) : await _delivery.ExtendAsync(work, locked, Actor.Portal, stop);
                }
            }, cancellationToken);
        }
    }

    /// <summary>Whether a cluster that answers is chosen, and does not have it.</summary>
    private static async Task<bool> IsFreshAsync(
        PortalDbContext db, TeamNamespace space, Guid? applicationId, Dictionary<Guid, List<ReachableCluster>> fleets, CancellationToken cancellationToken)
    {
        if (!fleets.TryGetValue(space.FleetId, out var clusters))
        {
            fleets[space.FleetId] = clusters = await db.Clusters.AsNoTracking().Where(cluster => cluster.FleetId == space.FleetId && Reachable.Contains(cluster.State))
                .Select(cluster => new ReachableCluster(cluster.Id, new PlacementCluster { Name = cluster.Name, Labels = cluster.Labels }, cluster.Taints))
                .ToListAsync(cancellationToken);
        }

        var has = await db.ApplicationClusters.AsNoTracking().Where(row => row.ApplicationId == applicationId).Select(row => row.ClusterId).ToListAsync(cancellationToken);
        var missing = clusters.FindAll(cluster => !has.Contains(cluster.Id) && !cluster.Taints.Exists(taint => taint.Effect is "NoSchedule" or "NoExecute"));
        return NamespaceSelection.Choose(space.Approved!.Spec.Placement, missing.Select(cluster => cluster.Cluster)).Count > 0;
    }

    private sealed record ReachableCluster(Guid Id, PlacementCluster Cluster, List<ClusterTaint> Taints);
}
