using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Failover;

/// <summary>
/// Moves an application away from clusters that were lost: first up elsewhere. The copies are given up when that has succeeded,
/// never before; where nothing fits, nothing is changed and the eviction says why.
/// </summary>
public sealed class FailoverMove(
    IDbContextFactory<PortalDbContext> contexts, MoveWriter moves, SecretProtector protector, IOptions<FailoverOptions> options, TimeProvider clock)
{
    /// <summary>The operation, or null where none was started: then the evictions say why, or somebody delivers at this moment.</summary>
    public async Task<Guid?> StartAsync(Guid applicationId, IReadOnlySet<Guid> lost, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == applicationId, cancellationToken);
        var clusters = await db.Clusters.AsNoTracking().Where(row => lost.Contains(row.Id) && row.State == ClusterState.Unreachable).ToListAsync(cancellationToken);
        if (application is not { State: ApplicationState.Delivered or ApplicationState.Failed, DeliveredRevision: { } number, ControlPlaneId: null } || clusters.Count == 0)
        {
            return null;
        }

        var evictions = await OpenAsync(db, application, clusters, cancellationToken);
        var operation = await DecideAsync(db, application, number, clusters, evictions, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return operation?.Id;
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsTaken("ix_application_evictions_open"))
        {
            // Somebody delivers it, or decides on it, at this moment: the next look tells what is left.
            return null;
        }
    }

    /// <summary>The reason for all that follows from it.</summary>
    internal static string Lost(Cluster cluster) => Lost(cluster.Name, cluster.StateSince);

    private static string Lost(string cluster, DateTimeOffset at)
    {
        var since = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"Fail-over: cluster {cluster} has been unreachable since {since} UTC.";
    }

    private async Task<Operation?> DecideAsync(
        PortalDbContext db, Application application, int number, List<Cluster> clusters, List<ApplicationEviction> evictions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var why = string.Join(" ", clusters.Select(Lost));
        if (await OutageAsync(db, application, clusters, evictions, cancellationToken) is { } outage)
        {
            evictions.ForEach(eviction => eviction.Become(EvictionState.Held, $"{why} {outage}", now));
            return null;
        }

        var (plan, obstacle) = await PlanAsync(db, application, number, clusters, cancellationToken);
        if (plan is null)
        {
            evictions.ForEach(eviction => Wait(eviction, $"{why} {obstacle}", now));
            return null;
        }

        var changes = DeliveryChanges.Move(application, number, plan, []);
        var moved = changes.Select(change => change.ClusterId).ToHashSet();
        var home = plan.Rows.Where(row => row.Revision is not null).ToDictionary(row => row.Cluster!.Name, row => row.Replicas);
        await DeliveryWish.WriteAsync(db, application.Id, number, plan, moved, [], now, cancellationToken);
        var operation = moves.Add(db, application, number, changes, why, Actor.Portal);
        foreach (var eviction in evictions)
        {
            eviction.Become(EvictionState.Moving, Lost(clusters.Single(cluster => cluster.Id == eviction.ClusterId)), now);
            (eviction.OperationId, eviction.Home, eviction.Attempts) = (operation.Id, home, eviction.Attempts + 1);
        }

        return operation;
    }

    /// <summary>No plan where nothing fits, or where losing the clusters moves nothing.</summary>
    private async Task<(DeliveryPlan? Plan, string Obstacle)> PlanAsync(
        PortalDbContext db, Application application, int number, List<Cluster> clusters, CancellationToken cancellationToken)
    {
        try
        {
            var revision = await db.ApplicationRevisions.AsNoTracking().SingleAsync(row => row.ApplicationId == application.Id && row.Number == number, cancellationToken);
            var source = ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource));
            var before = await DeliveryPlanner.PlanAsync(db, application.FleetId, application.Id, source, revision.Policy, null, cancellationToken);
            var plan = await DeliveryPlanner.PlanAsync(db, application.FleetId, application.Id, source, revision.Policy, null, cancellationToken,
                wish: new PlanWish(Evict: clusters.Select(cluster => cluster.Id).ToHashSet()));
            var refusals = string.Join(" ", plan.Preview.Refusals);
            return refusals.Length > 0 ? (null, $"Nothing was moved, because it fits nowhere else: {refusals}")
                : !FailoverGain.Exists(before, plan) ? (null, "Nothing has to be moved: every other cluster that may have it has all of its replicas.")
                : (plan, "");
        }
        catch (ProblemException refused) when (refused.Problem.Kind == ProblemKind.Invalid)
        {
            var why = refused.Problem.Why;
            return (null, $"Nothing was moved: {why}");
        }
    }

    private async Task<string?> OutageAsync(
        PortalDbContext db, Application application, List<Cluster> clusters, List<ApplicationEviction> evictions, CancellationToken cancellationToken)
    {
        if (evictions.TrueForAll(eviction => eviction.ApprovedBy is not null))
        {
            return null;
        }

        var fleet = await db.Clusters.AsNoTracking().Where(row => row.FleetId == application.FleetId).Select(row => new { row.State, row.StateSince }).ToListAsync(cancellationToken);
        var worst = clusters.Select(cluster => OutageRule.Count(fleet.Select(row => (row.State, row.StateSince)), cluster.StateSince)).MaxBy(count => count.Lost);
        var (lost, before) = worst;
        return worst.IsOutage(options.Value.OutagePercent)
            ? $"{lost} of {before} clusters of the fleet were lost at once: the portal itself may be cut off. Look at it, and approve the move if they are really lost."
            : null;
    }

    private async Task<List<ApplicationEviction>> OpenAsync(PortalDbContext db, Application application, List<Cluster> clusters, CancellationToken cancellationToken)
    {
        var ids = clusters.ConvertAll(cluster => cluster.Id);
        var open = await db.ApplicationEvictions.Where(row => row.ApplicationId == application.Id && ids.Contains(row.ClusterId) && row.EndedAt == null).ToListAsync(cancellationToken);
        foreach (var cluster in clusters.Where(cluster => open.TrueForAll(row => row.ClusterId != cluster.Id)))
        {
            var eviction = new ApplicationEviction { ApplicationId = application.Id, ClusterId = cluster.Id, LostAt = cluster.StateSince, StateSince = clock.GetUtcNow() };
            db.ApplicationEvictions.Add(eviction);
            open.Add(eviction);
        }

        return open;
    }

    private static void Wait(ApplicationEviction eviction, string reason, DateTimeOffset now)
    {
        eviction.Become(EvictionState.Waiting, reason, now);
        eviction.NextAt = now + FailoverRules.Pause(++eviction.Attempts);
    }
}
