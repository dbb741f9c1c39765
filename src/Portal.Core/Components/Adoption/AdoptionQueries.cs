using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Components.Adoption;

/// <summary>Reads what was found, and says what each is in the catalogue of today. The caller has authorised.</summary>
internal sealed class AdoptionQueries(ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts)
{
    private const int Most = 2_000;

    public async Task<DiscoveredReleases> ListAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Clusters.AnyAsync(cluster => cluster.Id == clusterId, cancellationToken))
        {
            throw ProblemException.NotFound("There is no such cluster");
        }

        var look = await db.ClusterDiscoveries.AsNoTracking().SingleOrDefaultAsync(row => row.ClusterId == clusterId, cancellationToken);
        return new DiscoveredReleases(look?.SeenAt, look?.AskedAt > (look?.TriedAt ?? DateTimeOffset.MinValue), look?.Problem ?? "",
            await ReadAsync(db, db.DiscoveredReleases.Where(release => release.ClusterId == clusterId), cancellationToken));
    }

    public async Task<IReadOnlyList<DiscoveredReleaseView>> ListFleetAsync(Guid fleetId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var clusters = db.Clusters.Where(cluster => cluster.FleetId == fleetId).Select(cluster => cluster.Id);
        return await ReadAsync(db, db.DiscoveredReleases.Where(release => clusters.Contains(release.ClusterId)), cancellationToken);
    }

    private async Task<IReadOnlyList<DiscoveredReleaseView>> ReadAsync(
        PortalDbContext db, IQueryable<DiscoveredRelease> releases, CancellationToken cancellationToken)
    {
        var rows = await (
            from release in releases.AsNoTracking()
            join cluster in db.Clusters on release.ClusterId equals cluster.Id
            where !db.ComponentReleases.Any(own => own.ClusterId == release.ClusterId && own.ReleaseName == release.Name && own.Namespace == release.Namespace)
            orderby cluster.Name, release.Namespace, release.Name
            select new { Release = release, Cluster = cluster.Name }).Take(Most).ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.Release.ClusterId).Distinct().ToList();
        var taken = (await db.ComponentReleases.AsNoTracking().Where(own => ids.Contains(own.ClusterId))
            .Select(own => new { own.ClusterId, own.Component }).ToListAsync(cancellationToken)).ToHashSet();
        return [.. rows.Select(row =>
        {
            var match = ReleaseMatch.Find(catalog.Entries, row.Release.Chart, row.Release.Version, row.Release.Origins, row.Release.Name);
            var free = match.Components.Where(component => !taken.Contains(new { row.Release.ClusterId, Component = component })).ToList();
            return View(row.Release, row.Cluster, match, Refusal(row.Release, match, free));
        })];
    }

    private string? Refusal(DiscoveredRelease release, ReleaseMatch match, List<string> free)
    {
        if (release.Problem.Length > 0)
        {
            return release.Problem;
        }

        if (match.Kind == MatchKind.None)
        {
            return $"The catalogue has no component with the chart {release.Chart}.";
        }

        return free.Count == 0
            ? $"The portal has another release of {catalog.Get(match.Components[0]).Title} on this cluster."
            : AdoptionRules.StatusRefusal(release.Name, release.Namespace, release.Status)?.Why;
    }

    private static DiscoveredReleaseView View(DiscoveredRelease release, string cluster, ReleaseMatch match, string? refusal) => new(
        release.ClusterId, cluster, release.Namespace, release.Name, release.Revision, release.Status, release.Chart, release.Version,
        release.AppVersion, release.UpdatedAt, match.Kind, match.Components, match.InCatalogue, refusal);
}
