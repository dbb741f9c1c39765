using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Data;

namespace Portal.Jobs.Components.Planning;

/// <summary>The releases of a plan's clusters, those that are there and those that would be made.</summary>
internal sealed class PlannedReleases
{
    private readonly ComponentCatalog _catalog;
    private readonly Dictionary<(Guid Cluster, string Component), PlannedRelease> _known;

    private PlannedReleases(ComponentCatalog catalog, Dictionary<(Guid Cluster, string Component), PlannedRelease> known) =>
        (_catalog, _known) = (catalog, known);

    public static async Task<PlannedReleases> ReadAsync(
        PortalDbContext db, ComponentCatalog catalog, IEnumerable<ClusterFacts> clusters, CancellationToken cancellationToken)
    {
        var ids = clusters.Select(cluster => cluster.Id).ToList();
        var rows = await db.ComponentReleases.AsNoTracking().Where(release => ids.Contains(release.ClusterId))
            .Select(release => new { release.ClusterId, release.Component, release.Id, release.ReleaseName, release.Namespace, release.Revision })
            .ToListAsync(cancellationToken);
        return new PlannedReleases(catalog, rows.Where(row => catalog.Find(row.Component) is not null).ToDictionary(
            row => (row.ClusterId, row.Component),
            row => new PlannedRelease(catalog.Get(row.Component), row.ReleaseName, row.Namespace, row.Id, row.Revision > 0)));
    }

    public PlannedRelease Of(PlannedChange change)
    {
        if (_known.TryGetValue((change.ClusterId, change.Component), out var known))
        {
            return known;
        }

        var entry = _catalog.Get(change.Component);
        return new PlannedRelease(entry, entry.ReleaseName, entry.Namespace, null, Installed: false);
    }
}
