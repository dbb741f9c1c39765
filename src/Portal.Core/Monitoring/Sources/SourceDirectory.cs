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
        var given = await db.MetricsSources.AsNoTracking().ToDictionaryAsync(source => source.ClusterId, cancellationToken);
        var found = await db.ComponentReleases.AsNoTracking()
            .Where(IsFound)
            .Select(release => new { release.ClusterId, release.Namespace })
            .ToDictionaryAsync(release => release.ClusterId, release => SourceService.OfInstalled(release.Namespace), cancellationToken);
        foreach (var source in given.Values)
        {
            found.Remove(source.ClusterId);
            if (source.Kind == MetricsSourceKind.Service && SourceService.TryParse(source.Address, out var service))
            {
                found[source.ClusterId] = service!;
            }
        }

        var sources = given.Values.Where(source => source.Kind == MetricsSourceKind.Url).ToDictionary(source => source.ClusterId, OfUrl);
        var through = found.Keys.ToList();
        var members = db.Clusters.AsNoTracking()
            .Where(cluster => through.Contains(cluster.Id))
            .Join(db.ClusterCredentials, cluster => cluster.Id, credential => credential.ClusterId, (cluster, credential) => new
            {
                cluster.Id,
                cluster.ApiServer,
                cluster.CertificateAuthority,
                cluster.TlsServerName,
                credential.ProtectedToken,
                credential.IssuedAt,
            })
            .AsAsyncEnumerable();
        await foreach (var member in members.WithCancellation(cancellationToken))
        {
            if (member.ApiServer.Length > 0)
            {
                var address = $"{member.ApiServer}/{found[member.Id].ProxyPath}";
                sources[member.Id] = new KnownSource(
                    member.Id, new Uri(address), member.CertificateAuthority, member.TlsServerName, MetricsAuthentication.Bearer, "",
                    member.ProtectedToken, SecretProtector.ClusterToken, (address, member.IssuedAt));
            }
        }

        return sources;
    }

    private static KnownSource OfUrl(MetricsSource source) => new(
        source.ClusterId, new Uri(source.Address.TrimEnd('/') + "/"), source.CertificateAuthority, "", source.Authentication, source.Username,
        source.ProtectedSecret, SecretProtector.MetricsSource, (source.Address, source.UpdatedAt));

    private sealed record Known(Dictionary<Guid, KnownSource> Sources, long ReadAt);
}
