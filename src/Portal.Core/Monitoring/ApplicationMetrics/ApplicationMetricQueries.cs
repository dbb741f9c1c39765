using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>Reads of metrics. The caller has authorised.</summary>
internal sealed class ApplicationMetricQueries(IDbContextFactory<PortalDbContext> contexts)
{
    public async Task<IReadOnlyList<ApplicationMetricSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.ApplicationMetrics.AsNoTracking().ToListAsync(cancellationToken);
        var found = (await ApplicationQueries.FindAsync(db, [.. rows.Select(row => row.ApplicationId)], cancellationToken)).ToDictionary(one => one.Id);
        return
        [
            .. rows.Where(row => found.ContainsKey(row.ApplicationId))
                .Select(row => new ApplicationMetricSummary(row.ApplicationId, row.Settings, row.UpdatedAt, row.UpdatedBy, found[row.ApplicationId]))
                .OrderBy(one => one.Name, StringComparer.Ordinal),
        ];
    }

    public async Task<ApplicationMetricDetail> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ApplicationMetrics.AsNoTracking().SingleOrDefaultAsync(one => one.ApplicationId == id, cancellationToken) ?? throw Unknown();
        var application = await ApplicationQueries.GetAsync(db, id, cancellationToken);
        return new ApplicationMetricDetail(
            new ApplicationMetricSummary(id, row.Settings, row.UpdatedAt, row.UpdatedBy, application.Summary), row.ClusterNames, row.Revision,
            application.Summary.LatestRevision != row.Revision, MonitorManifest.Yaml(application.Summary.Name, row.Settings), application.Clusters);
    }

    public static ProblemException Unknown() => ProblemException.NotFound("There is no such metric");
}
