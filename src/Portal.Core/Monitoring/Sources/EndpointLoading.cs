using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Puts together where endpoints of one kind are reached: those that people gave, and those that were found.</summary>
internal static class EndpointLoading
{
    /// <param name="db">The portal's data.</param>
    /// <param name="found">What the portal installed; what was given goes before it.</param>
    /// <param name="purpose">What given secrets are encrypted for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Dictionary<Guid, KnownSource>> LoadAsync<T>(PortalDbContext db, Dictionary<Guid, SourceService> found, string purpose, CancellationToken cancellationToken)
        where T : ClusterEndpoint
    {
        var given = await db.Set<T>().AsNoTracking().ToDictionaryAsync(source => source.ClusterId, cancellationToken);
        foreach (var source in given.Values)
        {
            found.Remove(source.ClusterId);
            if (source.Kind == MetricsSourceKind.Service && SourceService.TryParse(source.Address, out var service))
            {
                found[source.ClusterId] = service!;
            }
        }

        var sources = given.Values.Where(source => source.Kind == MetricsSourceKind.Url).ToDictionary(source => source.ClusterId, source => OfUrl(source, purpose));
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

    private static KnownSource OfUrl(ClusterEndpoint source, string purpose) => new(
        source.ClusterId, new Uri(source.Address.TrimEnd('/') + "/"), source.CertificateAuthority, "", source.Authentication, source.Username,
        source.ProtectedSecret, purpose, (source.Address, source.UpdatedAt));
}
