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

    public async Task SeenAsync(ApplicationObject row, ObjectHealth health, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await SetAsync(Same(db, row), health, reason, cancellationToken);
    }

    /// <summary>Of all that an application has on a cluster nothing is known any more.</summary>
    public async Task UnknownAsync(Guid application, Guid cluster, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await SetAsync(db.ApplicationObjects.Where(row => row.ApplicationId == application && row.ClusterId == cluster), ObjectHealth.Unknown, reason, cancellationToken);
    }

    public async Task ForgetAsync(ApplicationObject row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Same(db, row).ExecuteDeleteAsync(cancellationToken);
    }

    private Task<int> SetAsync(IQueryable<ApplicationObject> rows, ObjectHealth health, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        reason = reason.Length > 2000 ? reason[..2000] : reason;
        return rows.ExecuteUpdateAsync(set => set.SetProperty(one => one.Health, health).SetProperty(one => one.HealthReason, reason)
            .SetProperty(one => one.CheckedAt, now), cancellationToken);
    }

    private static IQueryable<ApplicationObject> Same(PortalDbContext db, ApplicationObject row) => db.ApplicationObjects.Where(one =>
        one.ApplicationId == row.ApplicationId && one.ClusterId == row.ClusterId && one.Group == row.Group && one.Kind == row.Kind
        && one.Namespace == row.Namespace && one.Name == row.Name);
}
