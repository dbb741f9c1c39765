using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Core.Access.Kubeconfigs;
using Portal.Web.Clusters.Proxy;

namespace Portal.Web.Access.Kubeconfigs;

/// <summary>Signs a request to the proxy in by a kubeconfig's token, and by nothing else: neither a cookie nor an API token is looked at.</summary>
internal sealed class KubeconfigHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KubeconfigGrants grants, ProxySessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme, and of the rule that asks for it.</summary>
    public const string Name = "Kubeconfig";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        // Counted before it is read: what changes meanwhile is read again.
        var seen = sessions.Changes;
        var address = Context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (await grants.FindAsync(header[Bearer.Length..].Trim(), address, Context.RequestAborted) is not { } grant)
        {
            return AuthenticateResult.Fail("The token is unknown, revoked or expired.");
        }

        Context.Features.Set(new ProxyEntry(grant, seen));

        // No claim of an account: nothing but the proxy may take this for a signed-in person.
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, grant.Actor.Name)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return KubernetesStatus.WriteAsync(
            Context, StatusCodes.Status401Unauthorized, "Unauthorized",
            "The portal does not know this kubeconfig's token: it has expired, was revoked, or the session that it was made in is over. Download a new kubeconfig from the cluster's page, or by portalctl kubeconfig.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => HandleChallengeAsync(properties);
}
