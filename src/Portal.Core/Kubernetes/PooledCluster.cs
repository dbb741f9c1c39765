using k8s;

namespace Portal.Core.Kubernetes;

/// <summary>What a pooled client was made from: when it differs from the database, the client is made anew.</summary>
internal sealed record ClusterStamp(string ApiServer, string CertificateAuthority, string TlsServerName, DateTimeOffset IssuedAt);

/// <summary>A client and what it was made from. The token lives here, in memory.</summary>
/// <param name="channel">Made when somebody's own request comes first.</param>
/// <param name="checkedAt">A timestamp of the time provider.</param>
internal sealed class PooledCluster(string name, ClusterStamp stamp, ClusterAccess access, IKubernetes client, Func<ClusterChannel> channel, long checkedAt)
{
    private readonly Lazy<ClusterChannel> _channel = new(channel);
    private long _checkedAt = checkedAt;
    private long _usedAt = checkedAt;

    public string Name { get; } = name;

    public ClusterStamp Stamp { get; } = stamp;

    public ClusterAccess Access { get; } = access;

    public IKubernetes Client { get; } = client;

    public ClusterChannel Channel => _channel.Value;

    public long CheckedAt
    {
        get => Interlocked.Read(ref _checkedAt);
        set => Interlocked.Exchange(ref _checkedAt, value);
    }

    public long UsedAt
    {
        get => Interlocked.Read(ref _usedAt);
        set => Interlocked.Exchange(ref _usedAt, value);
    }
}
