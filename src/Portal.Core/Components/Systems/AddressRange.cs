using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Portal.Core.Components.Systems;

/// <summary>Ranges of addresses, as clusters and systems share them out. Pure.</summary>
public static class AddressRange
{
    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    /// <summary>The smallest range that holds all of one family; the first range's family counts. Null for none.</summary>
    public static IPNetwork? Covering(IEnumerable<IPNetwork> ranges)
    {
        IPNetwork? covering = null;
        foreach (var range in ranges)
        {
            if (covering is not { } so)
            {
                covering = range;
            }
            else if (range.BaseAddress.AddressFamily == so.BaseAddress.AddressFamily)
            {
                var length = Math.Min(so.PrefixLength, range.PrefixLength);
                while (!At(so.BaseAddress, length).Contains(range.BaseAddress))
                {
                    length--;
                }

                covering = At(so.BaseAddress, length);
            }
        }

        return covering;
    }

    /// <summary>The <paramref name="index"/>th part with <paramref name="prefixLength"/> of a range, or null when it has none.</summary>
    public static IPNetwork? Part(IPNetwork whole, int prefixLength, int index)
    {
        var bits = whole.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (prefixLength < whole.PrefixLength || prefixLength > bits || index < 0 || BigInteger.One << (prefixLength - whole.PrefixLength) <= index)
        {
            return null;
        }

        var address = Number(whole.BaseAddress) + (new BigInteger(index) << (bits - prefixLength));
        return new IPNetwork(Address(address, bits / 8), prefixLength);
    }

    private static IPNetwork At(IPAddress address, int prefixLength)
    {
        var size = address.GetAddressBytes().Length;
        var hidden = (size * 8) - prefixLength;
        return new IPNetwork(Address(Number(address) >> hidden << hidden, size), prefixLength);
    }

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress Address(BigInteger number, int size)
    {
        var bytes = new byte[size];
        var written = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        written.CopyTo(bytes, size - written.Length);
        return new IPAddress(bytes);
    }
}
