using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>The trace stores of all clusters, read at once and kept for some seconds: each search asks for them.</summary>
internal sealed class TraceDirectory(IDbContextFactory<PortalDbContext> contexts, TimeProvider time) : IDisposable
{
    /// <summary>What the portal has installed and finds by itself.</summary>
    public static readonly Expression<Func<ComponentRelease, bool>> IsFound = release =>
        release.Component == "jaeger" && (release.State == ReleaseState.Ready || release.State == ReleaseState.Degraded);

    private readonly KeptBriefly<IReadOnlyDictionary<Guid, KnownTraceStore>> _known = new(time);

    /// <summary>By the ids of clusters.</summary>
    public Task<IReadOnlyDictionary<Guid, KnownTraceStore>> ReadAsync(CancellationToken cancellationToken) => _known.ReadAsync(LoadAsync, cancellationToken);

    /// <summary>What was given or removed in this process counts at once.</summary>
    public void Forget() => _known.Forget();

    public void Dispose() => _known.Dispose();

    /// <summary>What the chart jaeger calls its one service, by the name that the catalogue gives the release.</summary>
    public static SourceService OfInstalled(string home) => new(home, "jaeger", 16686);

    private async Task<IReadOnlyDictionary<Guid, KnownTraceStore>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(IsFound)
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToDictionaryAsync(release => release.ClusterId, release => OfInstalled(release.Namespace), cancellationToken);
        var known = await EndpointLoading.LoadAsync<TraceSource>(db, found, SecretProtector.TraceSource, cancellationToken);
        var given = await db.TraceSources.AsNoTracking()
            .Select(source => new { source.ClusterId, source.Store, source.Tenant })
            .ToDictionaryAsync(source => source.ClusterId, cancellationToken);
        return known.ToDictionary(pair => pair.Key, pair => given.TryGetValue(pair.Key, out var own)
            ? new KnownTraceStore(pair.Value with { Use = EndpointUse.Traces, Tenant = own.Tenant }, own.Store)
            : new KnownTraceStore(pair.Value with { Use = EndpointUse.Traces }, TraceStoreKind.Jaeger));
    }
}
