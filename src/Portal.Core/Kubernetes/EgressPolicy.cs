using System.Net;
using System.Net.Sockets;

namespace Portal.Core.Kubernetes;

/// <summary>
/// Which addresses the portal connects to on behalf of people's input. Private networks are allowed, as clusters live
/// there; what answers only to the machine itself or to its cloud is not.
/// </summary>
public static class EgressPolicy
{
    private static readonly (IPNetwork Network, string Reason)[] Refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "it is an unspecified address"),
        (IPNetwork.Parse("169.254.0.0/16"), "it is a link-local address, where clouds serve instance metadata"),
        (IPNetwork.Parse("100.100.100.200/32"), "it is a cloud's metadata address"),
        (IPNetwork.Parse("168.63.129.16/32"), "it is a cloud's metadata address"),
        (IPNetwork.Parse("192.0.0.0/24"), "it is reserved; clouds serve instance metadata there"),
        (IPNetwork.Parse("224.0.0.0/4"), "it is a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "it is a reserved or broadcast address"),
        (IPNetwork.Parse("::/128"), "it is an unspecified address"),
        (IPNetwork.Parse("fe80::/10"), "it is a link-local address"),
        (IPNetwork.Parse("fec0::/10"), "it is a site-local address"),
        (IPNetwork.Parse("ff00::/8"), "it is a multicast address"),
        (IPNetwork.Parse("fd00:ec2::/32"), "it is a cloud's metadata address"),
        (IPNetwork.Parse("fd20:ce::254/128"), "it is a cloud's metadata address"),
        (IPNetwork.Parse("fd00:42::42/128"), "it is a cloud's metadata address"),
    ];

    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
        (IPNetwork.Parse("::/96"), 12),
    ];

    private static readonly string[] MetadataNames =
    [
        "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal",
        "metadata.azure.internal", "metadata.platformequinix.com", "metadata.tencentyun.com",
    ];

    /// <summary>Why the address is refused ("it is a link-local address"), or null when it is not.</summary>
    public static string? FindRefusal(IPAddress address, bool allowLoopback)
    {
        address = Unwrap(address);
        if (IPAddress.IsLoopback(address))
        {
            return allowLoopback ? null : "it is a loopback address, that is the portal's own machine";
        }

        return Refused.Where(rule => rule.Network.Contains(address)).Select(rule => rule.Reason).FirstOrDefault();
    }

    /// <summary>True for the names under which clouds serve instance metadata.</summary>
    public static bool IsMetadataName(string host)
    {
        var name = host.TrimEnd('.');
        return MetadataNames.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The IPv4 address that an IPv6 address carries (mapped, NAT64, 6to4, compatible), else the address without its scope.</summary>
    internal static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes);
        if (plain.Equals(IPAddress.IPv6Loopback) || plain.Equals(IPAddress.IPv6Any))
        {
            return plain;
        }

        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(plain))
            {
                return new IPAddress(bytes.AsSpan(offset, 4));
            }
        }

        return plain;
    }
}
