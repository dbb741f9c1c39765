using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Access;

/// <summary>Signs a request in by its token: as a bearer, or as the password of a client of Prometheus that knows Basic alone.</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokenUse tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "ApiToken";

    public const string Bearer = "Bearer ";

    private const string Basic = "Basic ";

    /// <summary>Whether a request says by a token who it is.</summary>
    public static bool Knows(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || IsBasic(request, header);
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Knows(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var header = Request.Headers.Authorization.ToString();
        var token = IsBasic(Request, header) ? Password(header[Basic.Length..].Trim()) : header[Bearer.Length..].Trim();
        if (await tokens.FindAsync(token, Context.RequestAborted) is not { } owner)
        {
            return AuthenticateResult.Fail("The token is unknown, revoked or expired.");
        }

        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, owner.UserId.ToString()),
                new Claim(ClaimTypes.Name, owner.UserName),
                new Claim(PortalClaims.Token, owner.TokenId.ToString()),
            ],
            Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static bool IsBasic(HttpRequest request, string header) =>
        request.Path.StartsWithSegments(ApiPaths.Prometheus) && header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase);

    /// <summary>The user's name before the colon is not looked at: the token tells whose it is.</summary>
    private static string Password(string encoded)
    {
        var buffer = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2)[^1] : "";
    }
}
