using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Failover;

/// <summary>A lost cluster is back: what is left there is removed, or the replicas return, as an operation of its own.</summary>
public sealed class FailoverReturnMove(
    IDbContextFactory<PortalDbContext> contexts, MoveWriter moves, SecretProtector protector, TimeProvider clock)
{
    /// <summary>The operation, or null where none was started: then the eviction says why.</summary>
    /// <param name="returns">True to bring the replicas back, false to remove what is left.</param>
    public async Task<Guid?> StartAsync(Guid evictionId, bool returns, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApplicationEvictions.Include(row => row.Cluster).SingleOrDefaultAsync(row => row.Id == evictionId && row.State == EvictionState.Evicted, cancellationToken)
                is not { Cluster: { State: ClusterState.Healthy or ClusterState.Degraded } cluster } eviction
            || await db.Applications.SingleOrDefaultAsync(row => row.Id == eviction.ApplicationId, cancellationToken)
                is not { State: ApplicationState.Delivered or ApplicationState.Failed, DeliveredRevision: { } number } application)
        {
            return null;
        }

        if (await ReplacementHealth.ProblemAsync(db, application.Id, cancellationToken) is { } unhealthy)
        {
            return await WaitAsync(db, eviction, Unhealthy(cluster.Name, unhealthy), cancellationToken);
        }

        try
        {
            return returns
                ? await ReturnAsync(db, application, number, eviction, cluster, cancellationToken)
                : await ClearAsync(db, application, number, eviction, cluster, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody delivers it at this moment: the next look tells what is left.
            return null;
        }
    }

    private async Task<Guid?> ClearAsync(
        PortalDbContext db, Application application, int number, ApplicationEviction eviction, Cluster cluster, CancellationToken cancellationToken)
    {
        var row = await db.ApplicationClusters.Include(one => one.Cluster)
            .SingleAsync(one => one.ApplicationId == application.Id && one.ClusterId == cluster.Id, cancellationToken);
        var managed = await db.ApplicationObjects.CountAsync(one => one.ApplicationId == application.Id, cancellationToken);
        var deletions = await db.ApplicationObjects.CountAsync(one => one.ApplicationId == application.Id && one.ClusterId == cluster.Id && one.Created, cancellationToken);
        if (MustAsk(eviction, deletions, managed, clock.GetUtcNow()))
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }

        var name = cluster.Name;
        var reason = $"Cluster {name} is back: what the application has left there is removed, as it was moved away.";
        (row.State, row.Reason, row.At) = (ClusterDelivery.Pending, "", clock.GetUtcNow());
        return await SaveAsync(db, eviction, EvictionState.Clearing, moves.Add(db, application, number, DeliveryChanges.Remove(application, [row]), reason, Actor.Portal).Id, reason,
            cancellationToken);
    }

    private async Task<Guid?> ReturnAsync(
        PortalDbContext db, Application application, int number, ApplicationEviction eviction, Cluster cluster, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(db, application, number, eviction, cancellationToken);
        if (plan is null || !plan.Preview.Clusters.Any(one => one.In && one.ClusterId == cluster.Id))
        {
            // The policy does not choose it any more: there is nothing to return to.
            return await ClearAsync(db, application, number, eviction, cluster, cancellationToken);
        }

        if (MustAsk(eviction, plan.Preview.Deletions, plan.Preview.Managed, clock.GetUtcNow()))
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }

        var name = cluster.Name;
        var reason = $"Cluster {name} is back: the replicas of the application return to it.";
        var changes = DeliveryChanges.Move(application, number, plan, plan.Leaving);
        await DeliveryWish.WriteAsync(db, application.Id, number, plan, changes.Select(change => change.ClusterId).ToHashSet(), plan.Leaving, clock.GetUtcNow(), cancellationToken);
        return await SaveAsync(db, eviction, EvictionState.Returning, moves.Add(db, application, number, changes, reason, Actor.Portal).Id, reason, cancellationToken);
    }

    private async Task<DeliveryPlan?> PlanAsync(PortalDbContext db, Application application, int number, ApplicationEviction eviction, CancellationToken cancellationToken)
    {
        var revision = await db.ApplicationRevisions.AsNoTracking().SingleAsync(row => row.ApplicationId == application.Id && row.Number == number, cancellationToken);
        var source = ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource));
        var home = eviction.Home.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, int>)pair.Value);
        try
        {
            var plan = await DeliveryPlanner.PlanAsync(db, application.FleetId, application.Id, source, revision.Policy, null, cancellationToken,
                wish: new PlanWish(Return: new HashSet<Guid> { eviction.ClusterId }, Home: home));
            return plan.Preview.Refusals.Count > 0 ? null : plan;
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            return null;
        }
    }

    private static string Unhealthy(string name, string why) => $"Cluster {name} is back. What is left there stays until its replacement is healthy: {why}";

    private static bool MustAsk(ApplicationEviction eviction, int deletions, int managed, DateTimeOffset now)
    {
        if (DeletionGuard.Reason(deletions, managed) is not { } reason || eviction.ApprovedDeletions == deletions)
        {
            return false;
        }

        eviction.Become(EvictionState.Held, reason, now);
        eviction.Deletions = deletions;
        return true;
    }

    private async Task<Guid?> WaitAsync(PortalDbContext db, ApplicationEviction eviction, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        eviction.Become(EvictionState.Evicted, reason, now);
        eviction.NextAt = now + FailoverRules.Pause(1);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    private async Task<Guid?> SaveAsync(
        PortalDbContext db, ApplicationEviction eviction, EvictionState state, Guid operation, string reason, CancellationToken cancellationToken)
    {
        eviction.Become(state, reason, clock.GetUtcNow());
        eviction.OperationId = operation;
        await db.SaveChangesAsync(cancellationToken);
        return operation;
    }
}
