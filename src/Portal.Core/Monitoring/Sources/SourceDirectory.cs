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

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);
    private Known? _known;

    /// <summary>The endpoint of a cluster, or null when none is known.</summary>
    public async Task<KnownSource?> FindAsync(Guid clusterId, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Sources.GetValueOrDefault(clusterId);

    /// <summary>What was given or removed in this process counts at once.</summary>
    public void Forget() => Volatile.Write(ref _known, null);

    public void Dispose() => _gate.Dispose();

    private async Task<Known> ReadAsync(CancellationToken cancellationToken)
    {
        if (FreshOne() is { } fresh)
        {
            return fresh;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (FreshOne() is { } read)
            {
                return read;
            }

            var known = new Known(await LoadAsync(cancellationToken), time.GetTimestamp());
            Volatile.Write(ref _known, known);
            return known;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Known? FreshOne() => Volatile.Read(ref _known) is { } known && time.GetElapsedTime(known.ReadAt) < Fresh ? known : null;

    private async Task<Dictionary<Guid, KnownSource>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(IsFound)
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToDictionaryAsync(release => release.ClusterId, release => SourceService.OfInstalled(release.Namespace), cancellationToken);
        return await EndpointLoading.LoadAsync<MetricsSource>(db, found, SecretProtector.MetricsSource, cancellationToken);
    }

    private sealed record Known(Dictionary<Guid, KnownSource> Sources, long ReadAt);
}
