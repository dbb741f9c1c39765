using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components;

/// <summary>Shows which values an upgrade would change, on each cluster. The caller has authorised.</summary>
internal sealed class ValuesComparer(
    ComponentCatalog catalog, IValidator<InstallRequest> validator, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector)
{
    /// <summary>Clusters without a release are left out. Throws Invalid for values that would be refused.</summary>
    public async Task<IReadOnlyList<ValuesComparison>> CompareAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        var entry = catalog.Get(request.Component);
        validator.Demand(request, $"{entry.Title} cannot be changed");
        var version = request.Version ?? entry.LatestVersion;
        var after = ReleaseValues.Screen(entry, version, request.Values).Merged;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking()
            .Where(release => release.Component == entry.Name && request.ClusterIds.Contains(release.ClusterId))
            .OrderBy(release => release.Cluster!.Name)
            .Select(release => new
            {
                release.ClusterId,
                release.Cluster!.Name,
                release.Version,
                release.ProtectedValues,
                Adopted = release.Revisions.Any(revision => revision.Revision == release.Revision && revision.Action == ComponentRevision.Adopt),
            })
            .ToListAsync(cancellationToken);
        return [.. releases.Select(release => new ValuesComparison(
            release.ClusterId, release.Name, release.Version, version,
            ValuesDiff.Compare(Current(entry, release.Version, release.ProtectedValues, release.Adopted), after, entry.ValuesSchema)))];
    }

    /// <summary>Somebody else's helm knew nothing of the catalogue's defaults.</summary>
    private JsonObject Current(CatalogEntry entry, string version, byte[]? cipher, bool adopted)
    {
        var given = cipher is null ? "" : protector.Unprotect(SecretProtector.ReleaseValues, cipher);
        return adopted ? ComponentValues.Parse(given) : ComponentValues.Merge(entry, version, given).Merged;
    }
}
