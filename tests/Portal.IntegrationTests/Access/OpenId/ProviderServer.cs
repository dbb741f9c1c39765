using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>
/// A real OpenIddict server on a free port of the loopback device. Whoever is sent to it is <see cref="SignsIn"/>, without a form;
/// what it issues can be changed after it was made, as an attacker or a broken provider would.
/// </summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    public const string ClientSecret = "the secret that the portal has with the provider";

    private static readonly string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    private readonly Dictionary<string, ProviderPerson> _people = [];
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RsaSecurityKey _key;
    private WebApplication? _app;

    private ProviderServer() => _key = new RsaSecurityKey(_rsa) { KeyId = "provider-key" };

    public Uri Address => new(_app!.Urls.Single());

    /// <summary>As its tokens name it.</summary>
    public string Issuer => Address.AbsoluteUri;

    /// <summary>Who sits at the browser.</summary>
    public ProviderPerson SignsIn { get; set; } = ProviderPerson.New("nobody");

    /// <summary>The error that it answers in place of a code, with its description; null for none.</summary>
    public (string Error, string Description)? Refusal { get; set; }

    /// <summary>Subjects of whom it says that their sessions are over.</summary>
    public HashSet<string> Gone { get; } = [];

    /// <summary>Answers as a server that is broken.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Changes the next identity tokens before they are signed.</summary>
    public Action<SecurityTokenDescriptor>? Forge { get; set; }

    public SigningCredentials Credentials => new(_key, SecurityAlgorithms.RsaSha256);

    public static async Task<ProviderServer> StartAsync()
    {
        var server = new ProviderServer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(server.Configure);
        server._app = builder.Build();
        server._app.UseAuthentication();
        server._app.MapMethods("/connect/authorize", ["GET", "POST"], (Delegate)server.Authorize);
        server._app.MapPost("/connect/token", (Delegate)server.ExchangeAsync);
        server._app.MapGet("/connect/userinfo", (Delegate)UserInfoAsync);
        server._app.MapGet("/connect/logout", () => Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Scheme]));
        await server._app.StartAsync();
        return server;
    }

    /// <summary>What is known of a person from now on.</summary>
    public void Change(ProviderPerson person) => _people[person.Subject] = person;

    /// <summary>A token of any claims, signed with the provider's key unless other credentials are given.</summary>
    public string Sign(Dictionary<string, object> claims, SigningCredentials? credentials = null, string? type = null)
    {
        var descriptor = new SecurityTokenDescriptor { Claims = claims, SigningCredentials = credentials ?? Credentials, TokenType = type };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        _rsa.Dispose();
    }

    private void Configure(OpenIddictServerBuilder options)
    {
        // Without a store: what it has issued it knows by its signature, and whom it serves by these handlers.
        options.EnableDegradedMode();
        options.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token")
            .SetUserInfoEndpointUris("connect/userinfo").SetEndSessionEndpointUris("connect/logout");
        options.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        options.RegisterScopes("profile", "email", "groups", "offline_access");
        options.AddSigningKey(_key).AddEphemeralEncryptionKey();
        options.UseAspNetCore().DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough();
        options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            var isKnown = context.RedirectUri?.EndsWith($"/account/openid/{context.ClientId}/callback", StringComparison.Ordinal) == true;
            if (!isKnown)
            {
                context.Reject(OpenIddictConstants.Errors.InvalidClient, "It is registered under another address.");
            }

            return default;
        }));
        options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientSecret != ClientSecret)
            {
                context.Reject(OpenIddictConstants.Errors.InvalidClient, "The secret is wrong.");
            }

            return default;
        }));
        options.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
        options.AddEventHandler<ApplyTokenResponseContext>(handler => handler.SetOrder(int.MinValue + 1000).UseInlineHandler(context =>
        {
            if (Forge is { } forge && context.Response.IdToken is { } token)
            {
                context.Response.IdToken = Forged(token, forge);
            }

            return default;
        }));
    }

    private string Forged(string token, Action<SecurityTokenDescriptor> forge)
    {
        var claims = new Dictionary<string, object>();
        foreach (var group in new JsonWebToken(token).Claims.GroupBy(claim => claim.Type))
        {
            var values = group.Select(object (claim) => long.TryParse(claim.Value, out var number) && claim.ValueType != ClaimValueTypes.String ? number : claim.Value).ToArray();
            claims[group.Key] = values.Length == 1 ? values[0] : values;
        }

        var descriptor = new SecurityTokenDescriptor { Claims = claims, SigningCredentials = Credentials };
        forge(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    private IResult Authorize(HttpContext http)
    {
        if (Refusal is { } refusal)
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = refusal.Error,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = refusal.Description,
                }),
                [Scheme]);
        }

        _people[SignsIn.Subject] = SignsIn;
        var identity = new ClaimsIdentity("provider", OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim("sub", SignsIn.Subject).SetScopes(http.GetOpenIddictServerRequest()!.GetScopes());
        return Results.SignIn(new ClaimsPrincipal(identity), null, Scheme);
    }

    /// <summary>What is known of a person is asked here: the code itself would carry hundreds of groups in an address.</summary>
    private async Task<IResult> ExchangeAsync(HttpContext http)
    {
        var principal = (await http.AuthenticateAsync(Scheme)).Principal!;
        if (IsBroken)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var person = _people[principal.GetClaim("sub")!];
        if (Gone.Contains(person.Subject))
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidGrant }), [Scheme]);
        }

        var identity = (ClaimsIdentity)principal.Identity!;
        identity.SetClaim("preferred_username", person.Name).SetClaim("email", person.Email).SetClaim("sid", person.Session);
        identity.SetClaims("groups", [.. person.Groups]);
        foreach (var (type, value) in person.More)
        {
            identity.AddClaim(new Claim(type, value, value.StartsWith('{') ? JsonClaimValueTypes.Json : ClaimValueTypes.String));
        }

        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        return Results.SignIn(principal, null, Scheme);
    }

    private static async Task<IResult> UserInfoAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(Scheme);
        return Results.Ok(new Dictionary<string, string?> { ["sub"] = result.Principal!.GetClaim("sub") });
    }
}
