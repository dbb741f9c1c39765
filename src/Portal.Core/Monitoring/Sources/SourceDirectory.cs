using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Sources;

/// <summary>The metrics endpoints of all clusters, read at once and kept for some seconds: a question goes to thousands of them.</summary>
internal sealed class SourceDirectory(IDbContextFactory<PortalDbContext> contexts, TimeProvider time) : IDisposable
{
    /// <summary>What the portal has installed and finds by itself.</summary>
    public static readonly Expression<Func<ComponentRelease, bool>> IsFound = release =>
        release.Component == "prometheus" && (release.State == ReleaseState.Ready || release.State == ReleaseState.Degraded);

    private readonly KeptBriefly<Dictionary<Guid, KnownSource>> _known = new(time);

    /// <summary>The endpoint of a cluster, or null when none is known.</summary>
    public async Task<KnownSource?> FindAsync(Guid clusterId, CancellationToken cancellationToken) =>
        (await _known.ReadAsync(LoadAsync, cancellationToken)).GetValueOrDefault(clusterId);

    /// <summary>What was given or removed in this process counts at once.</summary>
    public void Forget() => _known.Forget();

    public void Dispose() => _known.Dispose();

    private async Task<Dictionary<Guid, KnownSource>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(IsFound)
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToDictionaryAsync(release => release.ClusterId, release => SourceService.OfInstalled(release.Namespace), cancellationToken);
        return await EndpointLoading.LoadAsync<MetricsSource>(db, found, SecretProtector.MetricsSource, cancellationToken);
    }
}
