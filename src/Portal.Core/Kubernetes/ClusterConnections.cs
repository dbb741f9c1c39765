using k8s;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Kubernetes;

/// <summary>Reads addresses and tokens from the database, decrypts them in memory only, and pools a client per cluster.</summary>
internal sealed class ClusterConnections(
    IDbContextFactory<PortalDbContext> contexts,
    SecretProtector protector,
    ClusterClients clients,
    EgressGuard egress,
    IOptions<KubernetesOptions> options,
    TimeProvider time) : IClusterConnections, IClusterChannels
{
    private readonly ClusterPool _pool = new(options.Value, time);

    public async Task<IKubernetes> ConnectAsync(Guid clusterId, CancellationToken cancellationToken) =>
        (await FindAsync(clusterId, cancellationToken)).Client;

    public async Task<ClusterChannel> OpenAsync(Guid clusterId, CancellationToken cancellationToken) =>
        (await FindAsync(clusterId, cancellationToken)).Channel;

    public IKubernetes Connect(ScreenedKubeconfig kubeconfig) => clients.Create(kubeconfig);

    public IKubernetes Connect(ClusterAccess access) => clients.Create(access, access.ApiServer.Host);

    public async Task<ClusterAccess> ReadAccessAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        var pooled = await FindAsync(clusterId, cancellationToken);
        try
        {
            // Says no early; the tunnel of the child process checks each connection again.
            await egress.ResolveAsync(pooled.Access.ApiServer.IdnHost, cancellationToken);
            return pooled.Access;
        }
        catch (Exception exception) when (KubernetesFaults.IsFault(exception))
        {
            throw KubernetesFaults.Describe(exception, pooled.Name);
        }
    }

    public void Forget(Guid clusterId) => _pool.Remove(clusterId);

    private async Task<PooledCluster> FindAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        var known = _pool.Find(clusterId);
        if (known is not null && time.GetElapsedTime(known.CheckedAt) < options.Value.RecheckAfter)
        {
            return known;
        }

        var stored = await ReadAsync(clusterId, cancellationToken);
        if (known is not null && known.Stamp == stored.Stamp)
        {
            known.CheckedAt = time.GetTimestamp();
            return known;
        }

        var access = ClusterAccess.Stored(
            stored.Stamp.ApiServer,
            stored.Stamp.CertificateAuthority,
            stored.Stamp.TlsServerName,
            protector.Unprotect(SecretProtector.ClusterToken, stored.ProtectedToken),
            stored.Name);
        var breaker = ClusterBreaker.Create(options.Value, time);
        var pooled = new PooledCluster(
            stored.Name,
            stored.Stamp,
            access,
            clients.Create(access, stored.Name, Refused, breaker),
            () => clients.CreateChannel(access, stored.Name, Refused, breaker),
            time.GetTimestamp());
        return _pool.Add(clusterId, pooled, replacing: known);

        void Refused() => Forget(clusterId);
    }

    private async Task<StoredCluster> ReadAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Clusters.AsNoTracking()
            .Where(cluster => cluster.Id == clusterId)
            .Select(cluster => new
            {
                cluster.Name,
                cluster.ApiServer,
                cluster.CertificateAuthority,
                cluster.TlsServerName,
                Credential = db.ClusterCredentials
                    .Where(credential => credential.ClusterId == clusterId)
                    .Select(credential => new { credential.ProtectedToken, credential.IssuedAt })
                    .FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.NotFound("This cluster does not exist");
        if (row.Credential is null || row.ApiServer.Length == 0)
        {
            throw ProblemException.Conflict(
                $"Cluster {row.Name} cannot be used yet", "The portal holds no credential of it.", "Finish its join, or join it again.");
        }

        return new StoredCluster(
            row.Name,
            new ClusterStamp(row.ApiServer, row.CertificateAuthority, row.TlsServerName, row.Credential.IssuedAt),
            row.Credential.ProtectedToken);
    }

    private sealed record StoredCluster(string Name, ClusterStamp Stamp, byte[] ProtectedToken);
}
