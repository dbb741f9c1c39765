using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Jobs.Distribution;

/// <summary>Keeps what applications have on clusters. Each write is whole by itself: a worker that dies leaves the truth.</summary>
internal sealed class InventoryStore(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    public async Task<IReadOnlyList<ApplicationObject>> ReadAsync(Guid application, Guid cluster, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApplicationObjects.AsNoTracking().Where(row => row.ApplicationId == application && row.ClusterId == cluster).ToListAsync(cancellationToken);
    }

    /// <summary>Before an object is made, so that one whose maker dies is known all the same.</summary>
    public async Task IntendAsync(ApplicationObject row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await Same(db, row).AnyAsync(cancellationToken))
        {
            db.ApplicationObjects.Add(row);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    public async Task AppliedAsync(ApplicationObject row, string apiVersion, string? uid, int revision, bool created, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Same(db, row).ExecuteUpdateAsync(set => set.SetProperty(one => one.ApiVersion, apiVersion).SetProperty(one => one.Uid, uid)
            .SetProperty(one => one.Revision, revision).SetProperty(one => one.Created, created), cancellationToken);
    }

    /// <summary>What a look at all objects of an application on a cluster has found: one statement for what is new, and one for when.</summary>
    public async Task SeenAsync(Guid application, Guid cluster, IReadOnlyList<ObjectFinding> findings, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var news = findings.Where(one => one.IsNew).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (news.Count > 0)
        {
            var groups = news.ConvertAll(one => one.Row.Group);
            var kinds = news.ConvertAll(one => one.Row.Kind);
            var spaces = news.ConvertAll(one => one.Row.Namespace);
            var names = news.ConvertAll(one => one.Row.Name);
            var healths = news.ConvertAll(one => one.Health.ToString());
            var reasons = news.ConvertAll(one => one.Reason);
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE application_objects AS old SET health = news.health, health_reason = news.reason, checked_at = {now}
                FROM unnest({groups}, {kinds}, {spaces}, {names}, {healths}, {reasons}) AS news("group", kind, space, name, health, reason)
                WHERE old.application_id = {application} AND old.cluster_id = {cluster}
                    AND old."group" = news."group" AND old.kind = news.kind AND old.namespace = news.space AND old.name = news.name
                """,
                cancellationToken);
        }

        await LookedAsync(db, application, cluster, now, cancellationToken);
    }

    /// <summary>Of all that an application has on a cluster nothing is known any more.</summary>
    public async Task UnknownAsync(Guid application, Guid cluster, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var words = ObjectFinding.Cut(reason);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ApplicationObjects
            .Where(row => row.ApplicationId == application && row.ClusterId == cluster && (row.Health != ObjectHealth.Unknown || row.HealthReason != words))
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Health, ObjectHealth.Unknown).SetProperty(one => one.HealthReason, words)
                .SetProperty(one => one.HealthSince, now), cancellationToken);
        // Of a Karmada that does not answer nothing is known of its members either.
        await db.ApplicationMembers
            .Where(row => row.ApplicationId == application && row.Reason != words && db.Applications.Any(one => one.Id == application && one.ControlPlaneId == cluster))
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Reason, words).SetProperty(one => one.CheckedAt, now), cancellationToken);
        await LookedAsync(db, application, cluster, now, cancellationToken);
    }

    public async Task ForgetAsync(ApplicationObject row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Same(db, row).ExecuteDeleteAsync(cancellationToken);
    }

    private static Task<int> LookedAsync(PortalDbContext db, Guid application, Guid cluster, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ApplicationClusters.Where(row => row.ApplicationId == application && row.ClusterId == cluster)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.CheckedAt, now), cancellationToken);

    private static IQueryable<ApplicationObject> Same(PortalDbContext db, ApplicationObject row) => db.ApplicationObjects.Where(one =>
        one.ApplicationId == row.ApplicationId && one.ClusterId == row.ClusterId && one.Group == row.Group && one.Kind == row.Kind
        && one.Namespace == row.Namespace && one.Name == row.Name);
}
