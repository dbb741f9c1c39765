using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Traces.Sources;

namespace Portal.Core.Monitoring.Sources;

/// <summary>The metrics endpoints of clusters as people see them. The caller has authorised.</summary>
internal sealed class SourceList(IDbContextFactory<PortalDbContext> contexts)
{
    private const int MaxTake = 500;

    public async Task<Page<ClusterSource>> ListAsync(SourceQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var clusters = db.Clusters.AsNoTracking().Where(cluster => cluster.JoinedAt != null && cluster.State != ClusterState.Leaving);
        foreach (var pattern in ClusterFilter.Patterns(query.Search))
        {
            clusters = clusters.Where(cluster => EF.Functions.ILike(cluster.Name, pattern));
        }

        var total = await clusters.CountAsync(cancellationToken);
        var shown = await clusters.OrderBy(cluster => cluster.Name).ThenBy(cluster => cluster.Id).Skip(query.Skip).Take(Math.Clamp(query.Take, 1, MaxTake))
            .Select(cluster => new { cluster.Id, cluster.Name }).ToListAsync(cancellationToken);
        var names = shown.ToDictionary(cluster => cluster.Id, cluster => cluster.Name);
        var views = await ViewsAsync<MetricsSource>(db, names, SourceService.OfInstalled, cancellationToken);
        var alertmanagers = await ViewsAsync<AlertmanagerSource>(db, names, SourceService.AlertmanagerOfInstalled, cancellationToken);
        var traces = await TraceSourceList.ReadAsync(db, names, cancellationToken);
        return new(
            [.. shown.Select(cluster => new ClusterSource(cluster.Id, cluster.Name, views.GetValueOrDefault(cluster.Id))
            {
                Alertmanager = alertmanagers.GetValueOrDefault(cluster.Id),
                Traces = traces.GetValueOrDefault(cluster.Id),
            })],
            total, null);
    }

    /// <summary>What was given goes before what was found.</summary>
    public static async Task<Dictionary<Guid, MetricsSourceView>> ViewsAsync<T>(
        PortalDbContext db, Dictionary<Guid, string> names, Func<string, SourceService> ofInstalled, CancellationToken cancellationToken)
        where T : ClusterEndpoint
    {
        var ids = names.Keys.ToList();
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(SourceDirectory.IsFound)
            .Where(release => ids.Contains(release.ClusterId))
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToListAsync(cancellationToken);
        var views = found.ToDictionary(release => release.ClusterId, release => new MetricsSourceView(
            release.ClusterId, names[release.ClusterId], true, MetricsSourceKind.Service, ofInstalled(release.Namespace).ToString(),
            MetricsAuthentication.None, "", false, "", null, "", 0));
        foreach (var given in await db.Set<T>().AsNoTracking().Where(source => ids.Contains(source.ClusterId)).ToListAsync(cancellationToken))
        {
            views[given.ClusterId] = View(given, names[given.ClusterId]);
        }

        return views;
    }

    public static MetricsSourceView View(ClusterEndpoint source, string name) => new(
        source.ClusterId, name, false, source.Kind, source.Address, source.Authentication, source.Username, source.ProtectedSecret is not null,
        source.CertificateAuthority, source.UpdatedAt, source.UpdatedBy, source.Version);
}
