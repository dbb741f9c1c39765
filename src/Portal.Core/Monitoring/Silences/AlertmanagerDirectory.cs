using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Silences;

/// <summary>The Alertmanagers of clusters: given by a person, or found where the portal installed Prometheus.</summary>
internal sealed class AlertmanagerDirectory(IDbContextFactory<PortalDbContext> contexts)
{
    public async Task<IReadOnlyDictionary<Guid, KnownSource>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(SourceDirectory.IsFound)
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToDictionaryAsync(release => release.ClusterId, release => SourceService.AlertmanagerOfInstalled(release.Namespace), cancellationToken);
        var known = await EndpointLoading.LoadAsync<AlertmanagerSource>(db, found, SecretProtector.AlertmanagerSource, cancellationToken);
        return known.ToDictionary(pair => pair.Key, pair => pair.Value with { Use = EndpointUse.Alerts });
    }
}
