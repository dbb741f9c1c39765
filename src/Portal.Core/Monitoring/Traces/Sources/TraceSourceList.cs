using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>The trace stores of clusters as people see them. The caller has authorised.</summary>
internal static class TraceSourceList
{
    /// <summary>By the ids of clusters. What was given goes before what was found.</summary>
    public static async Task<Dictionary<Guid, TraceSourceView>> ReadAsync(PortalDbContext db, Dictionary<Guid, string> names, CancellationToken cancellationToken)
    {
        var ids = names.Keys.ToList();
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(TraceDirectory.IsFound)
            .Where(release => ids.Contains(release.ClusterId))
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToListAsync(cancellationToken);
        var views = found.ToDictionary(release => release.ClusterId, release => new TraceSourceView(
            release.ClusterId, names[release.ClusterId], true, TraceStoreKind.Jaeger, MetricsSourceKind.Service, TraceDirectory.OfInstalled(release.Namespace).ToString(),
            MetricsAuthentication.None, "", false, "", "", null, "", 0));
        foreach (var given in await db.TraceSources.AsNoTracking().Where(source => ids.Contains(source.ClusterId)).ToListAsync(cancellationToken))
        {
            views[given.ClusterId] = View(given, names[given.ClusterId]);
        }

        return views;
    }

    public static TraceSourceView View(TraceSource source, string name) => new(
        source.ClusterId, name, false, source.Store, source.Kind, source.Address, source.Authentication, source.Username, source.ProtectedSecret is not null,
        source.CertificateAuthority, source.Tenant, source.UpdatedAt, source.UpdatedBy, source.Version);
}
