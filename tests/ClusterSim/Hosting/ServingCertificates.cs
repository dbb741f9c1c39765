using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using ClusterSim.Control;
using ClusterSim.Storage;
using Microsoft.AspNetCore.Connections;

namespace ClusterSim.Hosting;

/// <summary>Which certificate a connection gets: the process's own, one for the address of a cluster, or, under a certificate fault, one of an authority nobody trusts.</summary>
public sealed class ServingCertificates(SimContext context)
{
    private readonly ConcurrentDictionary<IPAddress, X509Certificate2> _trusted = [];
    private readonly ConcurrentDictionary<IPAddress, X509Certificate2> _strange = [];
    private readonly Lazy<CertificateAuthority> _stranger = new(CertificateAuthority.Create);

    /// <summary>Every connection of the process gets a certificate of another authority.</summary>
    public bool AllStrange { get; set; }

    public X509Certificate2 For(IPEndPoint? local)
    {
        var address = local?.Address ?? IPAddress.Loopback;
        return AllStrange || ClusterAt(context, address)?.Faults.Has(FaultKind.Certificate) == true
            ? _strange.GetOrAdd(address, a => _stranger.Value.Serve(a))
            : _trusted.GetOrAdd(address, a => context.Authority.Serve(a));
    }

    /// <summary>The cluster that an address of its own belongs to.</summary>
    public static Cluster? ClusterAt(SimContext context, IPAddress address)
    {
        var bytes = address.MapToIPv4().GetAddressBytes();
        if (!context.Options.AddressPerCluster || bytes[3] == 0 || (bytes[1] == 0 && bytes[2] == 0))
        {
            return null;
        }

        var index = ((bytes[1] - 1) * 62500) + (bytes[2] * 250) + bytes[3] - 1;
        return context.Clusters.Values.FirstOrDefault(c => c.Profile.Index == index);
    }
}

/// <summary>Nothing but loopback is served; a cluster that is offline has its connections reset.</summary>
internal static class LoopbackOnly
{
    public static Task Pass(ConnectionContext connection, SimContext context, ConnectionDelegate next)
    {
        var address = (connection.LocalEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!IPAddress.IsLoopback(address) || ServingCertificates.ClusterAt(context, address)?.Faults.Has(FaultKind.Offline) == true)
        {
            connection.Abort();
            return Task.CompletedTask;
        }

        return next(connection);
    }
}
