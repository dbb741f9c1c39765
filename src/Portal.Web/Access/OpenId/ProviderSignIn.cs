using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Core.Access.OpenId;
using Portal.Core.Audit;
using Portal.Core.Secrets;

namespace Portal.Web.Access.OpenId;

/// <summary>Begins the session of somebody whom a provider has signed in, if there is an account for it.</summary>
internal sealed class ProviderSignIn(OpenIdAccounts accounts, SignInService sessions, IAuditRecords records, SecretProtector protector, IOptions<OpenIdOptions> settings)
{
    /// <summary>Where the request keeps the refresh token that came with it.</summary>
    public static readonly object RefreshToken = new();

    /// <summary>Null when the session has begun; else why not.</summary>
    public async Task<OpenIdProblem?> SignInAsync(string provider, ClaimsPrincipal principal, HttpContext http)
    {
        if (ProviderPrincipal.Read(provider, settings.Value.Providers[provider], principal) is not { } claims)
        {
            await RecordRefusalAsync(provider, OpenIdProblem.Failed, http);
            return OpenIdProblem.Failed;
        }

        var admission = await accounts.AdmitAsync(claims, Address(http), http.RequestAborted);
        if (admission.User is not { } user)
        {
            var problem = Enum.Parse<OpenIdProblem>(admission.Outcome.ToString());
            await RecordRefusalAsync(provider, problem, http);
            return problem;
        }

        // Where a provider's answer is read, nobody has looked yet which session the browser has: it is to end.
        if (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true } before)
        {
            http.User = before.Principal;
        }

        var refresh = http.Items[RefreshToken] is string { Length: > 0 } token ? protector.Protect(SecretProtector.ProviderSession, token) : null;
        await sessions.BeginAsync(user, new ProviderSession(provider, ProviderPrincipal.SessionOf(principal), refresh, settings.Value.Providers[provider].RefreshInterval));
        return null;
    }

    /// <summary>Without what the provider said: whoever is refused here may be anybody.</summary>
    public Task RecordRefusalAsync(string provider, OpenIdProblem problem, HttpContext http) => records.AddAsync(
        AuditActs.SignedIn, AuditKinds.Session, "", AuditOutcomes.Refused, null, CancellationToken.None, "", Address(http), "", $"By the provider {provider}: {problem}.");

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
