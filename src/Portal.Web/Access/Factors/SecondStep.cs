using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Core.Access;

namespace Portal.Web.Access.Factors;

/// <summary>
/// What a browser holds between the password and the second factor: a cookie of five minutes that names the account, for this
/// browser alone. It opens nothing; there is no session yet.
/// </summary>
internal sealed class SecondStep(
    UserManager<PortalUser> accounts, IHttpContextAccessor http, IOptions<IdentityOptions> identity, IOptionsMonitor<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions> antiforgery)
{
    /// <summary>From the password to the code.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const string Scheme = "Identity.TwoFactorUserId";
    private const string BrowserClaim = "portal:browser";

    private string StampClaim => identity.Value.ClaimsIdentity.SecurityStampClaimType;

    public Task BeginAsync(PortalUser user)
    {
        var step = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()),
                new Claim(StampClaim, user.SecurityStamp ?? ""),
                new Claim(BrowserClaim, Browser()),
            ],
            Scheme);
        return http.HttpContext!.SignInAsync(Scheme, new ClaimsPrincipal(step));
    }

    /// <summary>Whose second step it is; null when there is none, it is too old, or belongs to another browser or an older password.</summary>
    public async Task<PortalUser?> ReadAsync()
    {
        var result = await http.HttpContext!.AuthenticateAsync(Scheme);
        if (result.Principal?.UserId() is not { } id || Browser() is not { Length: > 0 } browser || result.Principal.FindFirstValue(BrowserClaim) != browser)
        {
            return null;
        }

        var user = await accounts.FindByIdAsync(id.ToString());
        return user?.SecurityStamp is { Length: > 0 } stamp && stamp == result.Principal.FindFirstValue(StampClaim) ? user : null;
    }

    public Task EndAsync() => http.HttpContext!.SignOutAsync(Scheme);

    /// <summary>What only this browser has: a cookie that was copied alone is worth nothing. Empty where there is nothing.</summary>
    private string Browser() => http.HttpContext!.Request.Cookies[antiforgery.CurrentValue.Cookie.Name ?? ""] is { Length: > 0 } own
        ? Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(own)))
        : "";
}
