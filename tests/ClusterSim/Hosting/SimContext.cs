using System.Collections.Concurrent;
using ClusterSim.Access;
using ClusterSim.Storage;

namespace ClusterSim.Hosting;

/// <summary>What the clusters of one process share.</summary>
public sealed class SimContext(SimOptions options, CertificateAuthority authority) : IDisposable
{
    public SimOptions Options { get; } = options;

    public CertificateAuthority Authority { get; } = authority;

    public TimeProvider Time => Options.Time;

    public TokenSigner Signer { get; } = new();

    public ConcurrentDictionary<string, Cluster> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>Handlers of service proxies that are not reached over the network, by URL prefix; see <see cref="SimHost.MapService"/>.</summary>
    public ConcurrentDictionary<string, Api.ServiceUpstream> Upstreams { get; } = new(StringComparer.Ordinal);

    public Cluster Add(ClusterProfile profile) => Clusters.GetOrAdd(profile.Name, _ => new Cluster(this, profile));

    public void Dispose()
    {
        Signer.Dispose();
        Authority.Dispose();
    }
}
