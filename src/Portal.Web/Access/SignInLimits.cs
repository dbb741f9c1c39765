using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.Web.Hosting;

namespace Portal.Web.Access;

/// <summary>How often one may try to sign in: by address, and by account whether it exists or not.</summary>
internal sealed class SignInLimits(IOptions<HostingOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _byAddress = Limiter(options.Value.SignInsPerAddress);
    private readonly PartitionedRateLimiter<string> _byAccount = Limiter(options.Value.SignInsPerAccount);

    public bool TryEnter(IPAddress? address, string account) =>
        _byAddress.AttemptAcquire(Network(address)).IsAcquired && _byAccount.AttemptAcquire(account.Trim().ToUpperInvariant()).IsAcquired;

    /// <summary>By address alone: nobody has said yet who it is.</summary>
    public bool TryEnter(IPAddress? address) => _byAddress.AttemptAcquire(Network(address)).IsAcquired;

    public void Dispose()
    {
        _byAddress.Dispose();
        _byAccount.Dispose();
    }

    /// <summary>Whoever has an IPv6 address has 2^64 of them.</summary>
    internal static string Network(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        }));
}
