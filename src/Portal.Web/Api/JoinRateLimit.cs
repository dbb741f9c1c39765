using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.Web.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Api;

/// <summary>Join commands come without an account: each address has so many calls a minute.</summary>
internal static class JoinRateLimit
{
    public const string Policy = "join";

    public static void Add(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            SignInLimits.Network(context.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = context.RequestServices.GetRequiredService<IOptions<HostingOptions>>().Value.JoinsPerAddress,
                Window = TimeSpan.FromMinutes(1),
            }));
    }
}
