using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Drift;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>Reads what comparisons with the clusters have found.</summary>
/// <param name="lasts">How long a comparison of a component counts.</param>
internal sealed class DriftFactsReader(TimeSpan lasts, TimeProvider time)
{
    public async Task<List<ComponentFacts>> ReadComponentsAsync(PortalDbContext db, IReadOnlyCollection<PortalAlert> open, CancellationToken cancellationToken)
    {
        var warned = open.Where(alert => alert.Kind == PortalAlertKind.ComponentDrift).Select(alert => Guid.Parse(alert.SubjectKey.Split('/')[1])).ToList();
        var drifts = await db.ReleaseDrifts.FromSql($"SELECT * FROM release_drifts WHERE jsonb_array_length(found) > 0 OR release_id = ANY({warned})").AsNoTracking()
            .Join(db.ComponentReleases, drift => drift.ReleaseId, release => release.Id, (drift, release) => new { Drift = drift, release.Revision, release.Component, release.Cluster!.Name, release.ClusterId, release.Cluster.FleetId })
            .ToListAsync(cancellationToken);
        var ids = drifts.ConvertAll(one => one.Drift.ReleaseId);
        var accepted = (await db.AcceptedDrifts.AsNoTracking().Where(one => ids.Contains(one.ReleaseId)).ToListAsync(cancellationToken)).ToLookup(one => one.ReleaseId);
        var now = time.GetUtcNow();
        return drifts.ConvertAll(one =>
        {
            var mine = accepted[one.Drift.ReleaseId].ToList();
            int? objects = DriftJudgement.State(one.Drift, one.Revision, mine, now, lasts) switch
            {
                DriftState.Drifted => DriftJudgement.Remaining(one.Drift.Found, mine).Count,
                DriftState.InSync => 0,
                _ => null,
            };
            return new ComponentFacts(one.Drift.ReleaseId, one.Component, one.ClusterId, one.Name, one.FleetId, objects, one.Drift.CheckedAt ?? now);
        });
    }

    public async Task<List<ApplicationFacts>> ReadApplicationsAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var found = await db.ApplicationObjects.AsNoTracking()
            .Where(item => item.Health == ObjectHealth.OutOfSync || item.Health == ObjectHealth.Missing)
            .GroupBy(item => new { item.ApplicationId, item.ClusterId })
            .Select(group => new { group.Key.ApplicationId, group.Key.ClusterId, Objects = group.Count(), Since = group.Min(item => item.HealthSince) })
            .Join(db.Clusters, group => group.ClusterId, cluster => cluster.Id, (group, cluster) => new { group.ApplicationId, group.Objects, group.Since, cluster.Name })
            .Join(db.Applications, group => group.ApplicationId, application => application.Id, (group, application) => new { group, Name = application.Name, application.FleetId, application.State })
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var known = found.GroupBy(one => one.group.ApplicationId).Select(parts => new ApplicationFacts(
            parts.Key, parts.First().Name, parts.First().FleetId, parts.First().State is ApplicationState.Delivering or ApplicationState.Deleting,
            parts.Sum(one => one.group.Objects), parts.Count(), parts.Count() == 1 ? parts.First().group.Name : null, parts.Min(one => one.group.Since) ?? now));
        return [.. known];
    }
}
