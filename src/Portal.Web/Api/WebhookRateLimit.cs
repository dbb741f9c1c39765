using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Web.Access;

namespace Portal.Web.Api;

/// <summary>Webhooks come without an account: each address has so many calls a minute.</summary>
internal static class WebhookRateLimit
{
    public const string Policy = "webhook";
    private const int PerAddress = 120;

    public static void Add(RateLimiterOptions options) => options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
        SignInLimits.Network(context.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = PerAddress, Window = TimeSpan.FromMinutes(1) }));
}
