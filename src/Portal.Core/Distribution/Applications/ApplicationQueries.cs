using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Karmada;

namespace Portal.Core.Distribution.Applications;

/// <summary>Reads of applications, of what the caller's context holds.</summary>
internal static class ApplicationQueries
{
    /// <summary>The most revisions that a history shows.</summary>
    private const int MostRevisions = 200;

    public static async Task<ApplicationPage> ListAsync(PortalDbContext db, ApplicationQuery query, CancellationToken cancellationToken)
    {
        var rows = db.Applications.AsNoTracking();
        if (query.FleetId is { } fleet)
        {
            rows = rows.Where(row => row.FleetId == fleet);
        }

        if (query.Search.Trim() is { Length: > 0 } words)
        {
            var pattern = SearchPattern.Containing(words);
            rows = rows.Where(row => EF.Functions.ILike(row.Name, pattern) || EF.Functions.ILike(row.Description, pattern));
        }

        var total = await rows.CountAsync(cancellationToken);
        return new ApplicationPage(await ReadAsync(db, rows.OrderBy(row => row.Name).Skip(query.Skip).Take(query.Take), cancellationToken), total);
    }

    /// <summary>Those of some ids that are there, in no order.</summary>
    public static Task<IReadOnlyList<ApplicationSummary>> FindAsync(PortalDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        ReadAsync(db, db.Applications.AsNoTracking().Where(row => ids.Contains(row.Id)), cancellationToken);

    public static async Task<ApplicationDetail> GetAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var summary = (await ReadAsync(db, db.Applications.AsNoTracking().Where(row => row.Id == id), cancellationToken)).SingleOrDefault()
            ?? throw ApplicationService.Unknown();
        var clusters = await db.ApplicationClusters.AsNoTracking().Where(row => row.ApplicationId == id).Include(row => row.Cluster)
            .OrderBy(row => row.Cluster!.Name).ToListAsync(cancellationToken);
        var objects = (await db.ApplicationObjects.AsNoTracking().Where(row => row.ApplicationId == id)
            .OrderBy(row => row.Kind).ThenBy(row => row.Namespace).ThenBy(row => row.Name).ToListAsync(cancellationToken)).ToLookup(row => row.ClusterId);
        return new ApplicationDetail(summary,
        [
            .. clusters.Select(row => new ApplicationClusterView(
                row.ClusterId, row.Cluster!.Name, row.Cluster.Region, row.Replicas, row.Revision, row.DeliveredRevision, row.State, row.Reason, row.OperationId, row.At,
                [.. objects[row.ClusterId].Select(item => View(item, row.CheckedAt))])),
        ], await ApplicationMembers.ReadAsync(db, id, cancellationToken));
    }

    public static async Task<IReadOnlyList<ApplicationRevisionSummary>> ListRevisionsAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var revisions = await db.ApplicationRevisions.AsNoTracking().Where(row => row.ApplicationId == id)
            .OrderByDescending(row => row.Number).Take(MostRevisions)
            .Select(row => new ApplicationRevisionSummary(row.Number, row.Objects, row.Policy, row.Note, row.CreatedAt, row.CreatedBy, row.Origin))
            .ToListAsync(cancellationToken);
        // One whose manifests come from elsewhere has none before its first sync.
        return revisions.Count > 0 || await db.Applications.AnyAsync(row => row.Id == id, cancellationToken) ? revisions : throw ApplicationService.Unknown();
    }

    public static ApplicationRevisionSummary Summary(ApplicationRevision revision) =>
        new(revision.Number, revision.Objects, revision.Policy, revision.Note, revision.CreatedAt, revision.CreatedBy, revision.Origin);

    private static ApplicationObjectView View(ApplicationObject row, DateTimeOffset? checkedAt) => new(
        row.ApiVersion, row.Kind, row.Namespace, row.Name, row.Created, row.Revision, row.Health, row.HealthReason, row.HealthSince is null ? null : checkedAt);

    private static async Task<IReadOnlyList<ApplicationSummary>> ReadAsync(
        PortalDbContext db, IQueryable<Application> rows, CancellationToken cancellationToken)
    {
        var read = await rows.Select(row => new
        {
            Row = row,
            Fleet = row.Fleet!.Name,
            Clusters = row.Clusters.Count,
            Failed = row.Clusters.Count(cluster => cluster.State == ClusterDelivery.Failed),
        }).ToListAsync(cancellationToken);
        var ids = read.Select(one => one.Row.Id).ToList();
        var health = (await db.ApplicationObjects.Where(item => ids.Contains(item.ApplicationId))
            .GroupBy(item => new { item.ApplicationId, item.Health })
            .Select(group => new { group.Key.ApplicationId, group.Key.Health, Count = group.Count() })
            .ToListAsync(cancellationToken)).ToLookup(one => one.ApplicationId);
        var members = await ApplicationMembers.ReadAsync(db, ids, cancellationToken);
        return
        [
            .. read.Select(one => new ApplicationSummary(
                one.Row.Id, one.Row.Name, one.Row.FleetId, one.Fleet, one.Row.Description, one.Row.State, one.Row.StateReason, one.Row.StateSince,
                one.Row.LatestRevision, one.Row.DeliveredRevision, one.Clusters, one.Failed,
                ApplicationMembers.Counts(health[one.Row.Id].Select(count => (count.Health, count.Count)), members[one.Row.Id]), one.Row.LastOperationId, one.Row.CreatedAt, one.Row.CreatedBy,
                one.Row.ControlPlaneId, one.Row.NamespaceId)),
        ];
    }
}
