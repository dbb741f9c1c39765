using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components;

/// <summary>Reads of catalogue and releases. The caller has authorised.</summary>
internal sealed class ComponentQueries(
    ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector)
{
    /// <summary>The most releases that one call returns: a matrix of 5,000 clusters and some components.</summary>
    private const int MostReleases = 20_000;

    private static readonly Expression<Func<ComponentRelease, ReleaseSummary>> ToSummary = release => new ReleaseSummary(
        release.Id,
        release.ClusterId,
        release.Cluster!.Name,
        release.Component,
        release.Version,
        release.Revision,
        release.State,
        release.StateSince,
        release.StateReason,
        release.LastOperationId,
        release.Revisions.Any(revision => revision.Revision != release.Revision),
        release.Revisions.Any(revision => revision.Action == ComponentRevision.Adopt));

    public async Task<IReadOnlyList<ComponentSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.ComponentReleases
            .GroupBy(release => new { release.Component, release.State })
            .Select(group => new { group.Key.Component, group.Key.State, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var byComponent = counts.ToLookup(count => count.Component, count => (count.State, count.Count));
        return [.. catalog.Entries.Select(entry => Summarise(entry, byComponent[entry.Name]))];
    }

    public async Task<ComponentDetail> GetAsync(string component, CancellationToken cancellationToken)
    {
        var entry = catalog.Get(component);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.ComponentReleases
            .Where(release => release.Component == component)
            .GroupBy(release => release.State)
            .Select(group => new { State = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return new ComponentDetail(
            Summarise(entry, counts.Select(count => (count.State, count.Count))),
            entry.Chart.Name,
            entry.Chart.Repository ?? entry.Chart.Source ?? "",
            entry.Namespace,
            entry.DefaultValuesFor(entry.LatestVersion),
            CatalogWords.Requirements(entry, catalog),
            CatalogWords.Readiness(entry),
            entry.ValuesSchema);
    }

    public async Task<IReadOnlyList<ReleaseSummary>> ListReleasesAsync(string? component, Guid? clusterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var releases = db.ComponentReleases.AsNoTracking();
        if (component is not null)
        {
            releases = releases.Where(release => release.Component == component);
        }

        if (clusterId is not null)
        {
            releases = releases.Where(release => release.ClusterId == clusterId);
        }

        return await releases
            .OrderBy(release => release.Cluster!.Name).ThenBy(release => release.Component)
            .Select(ToSummary)
            .Take(MostReleases)
            .ToListAsync(cancellationToken);
    }

    /// <param name="withValues">False for those who may only look: values may hold passwords.</param>
    public async Task<ReleaseDetail> GetReleaseAsync(Guid clusterId, string component, bool withValues, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var here = db.ComponentReleases.AsNoTracking().Where(release => release.ClusterId == clusterId && release.Component == component);
        var summary = await here.Select(ToSummary).SingleOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.NotFound($"{catalog.Find(component)?.Title ?? component} is not installed on this cluster", "Install it from the catalogue.");
        var rest = await here.Select(release => new { release.Namespace, release.ReleaseName, release.ProtectedValues }).SingleAsync(cancellationToken);
        var revisions = await db.ComponentRevisions.AsNoTracking()
            .Where(revision => revision.ReleaseId == summary.Id)
            .OrderByDescending(revision => revision.Revision)
            .Take(100)
            .Select(revision => new RevisionView(
                revision.Revision, revision.Version, revision.Action, revision.ActorName, revision.At, revision.OperationId))
            .ToListAsync(cancellationToken);
        var values = (withValues, rest.ProtectedValues) switch
        {
            (false, _) => null,
            (true, null) => "",
            (true, var cipher) => protector.Unprotect(SecretProtector.ReleaseValues, cipher),
        };
        return new ReleaseDetail(summary, rest.Namespace, rest.ReleaseName, values, revisions);
    }

    private ComponentSummary Summarise(CatalogEntry entry, IEnumerable<(ReleaseState State, int Count)> counts) => new(
        entry.Name,
        entry.Title,
        entry.Description,
        entry.LatestVersion,
        entry.Versions,
        entry.Docs,
        entry.Category,
        counts.ToDictionary(count => count.State, count => count.Count),
        entry.System is { } system ? catalog.FindSystem(system)?.Title : null);
}
