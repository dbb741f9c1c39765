using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Portal.Core.Access.OpenId;
using Portal.Core.Kubernetes;

namespace Portal.Web.Access.OpenId;

/// <summary>Sign-in by the providers that the operator has set: authorization code with PKCE, and nothing of it kept in the browser.</summary>
internal static class OpenIdSchemes
{
    private const string Prefix = "OpenId:";

    /// <summary>The scheme of a provider.</summary>
    public static string Of(string provider) => Prefix + provider;

    /// <summary>The provider of a scheme.</summary>
    public static string ProviderOf(string scheme) => scheme[Prefix.Length..];

    public static void AddOpenId(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OpenIdEvents>();
        services.AddScoped<ProviderSignIn>();
        services.AddSingleton<LogoutTokens>();
        services.AddSingleton<ProviderRefresh>();
        services.AddHostedService(provider => provider.GetRequiredService<ProviderRefresh>());
        services.AddHttpClient(OpenIdConfiguration.Client)
            .ConfigureHttpClient(client =>
            {
                client.Timeout = TimeSpan.FromSeconds(10);
                client.MaxResponseContentBufferSize = 2 * 1024 * 1024;
            })
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<EgressGuard>().CreateHandler());
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OpenIdConfiguration>();
        var schemes = services.AddAuthentication();
        foreach (var provider in configuration.GetSection($"{OpenIdOptions.Section}:{nameof(OpenIdOptions.Providers)}").GetChildren().Select(child => child.Key))
        {
            // What has another name is refused at start, with all else that is wrong.
            if (OpenIdProviders.IsName(provider))
            {
                schemes.AddOpenIdConnect(Of(provider), null, _ => { });
            }
        }
    }

    /// <summary>Sets each scheme up from its provider's settings.</summary>
    private sealed class OpenIdConfiguration(IOptions<OpenIdOptions> settings, IHttpClientFactory clients) : IConfigureNamedOptions<OpenIdConnectOptions>
    {
        public const string Client = "openid";

        // None that takes the client's secret for a key: that is known to more than the issuer.
        private static readonly string[] Signatures =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ];

        public void Configure(OpenIdConnectOptions options)
        {
        }

        public void Configure(string? name, OpenIdConnectOptions options)
        {
            if (name?.StartsWith(Prefix, StringComparison.Ordinal) != true || !settings.Value.Providers.TryGetValue(ProviderOf(name), out var provider))
            {
                return;
            }

            var own = ProviderOf(name);
            options.Authority = provider.Authority;
            options.RequireHttpsMetadata = provider.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            options.ClientId = provider.ClientId;
            options.ClientSecret = provider.ReadSecret();
            options.SignInScheme = IdentityConstants.ExternalScheme;
            options.EventsType = typeof(OpenIdEvents);
            options.CallbackPath = OpenIdPaths.Callback(own);

            // Neither is the portal's way out: see OpenIdEndpoints.
            options.RemoteSignOutPath = PathString.Empty;
            options.SignedOutCallbackPath = PathString.Empty;
            SetFlow(options, provider);
            SetCookies(options);
            SetTrust(options.TokenValidationParameters, provider);
        }

        private void SetFlow(OpenIdConnectOptions options, OpenIdProvider provider)
        {
            options.ResponseType = OpenIdConnectResponseType.Code;

            // An answer by GET comes with the cookies of SameSite=Lax; one by POST would not.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.SaveTokens = false;
            options.DisableTelemetry = true;
            options.MapInboundClaims = false;
            options.GetClaimsFromUserInfoEndpoint = true;
            options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
            options.Backchannel = clients.CreateClient(Client);
            options.Scope.Clear();
            foreach (var scope in provider.AskedScopes)
            {
                options.Scope.Add(scope);
            }

            options.ClaimActions.Clear();
            options.ClaimActions.MapUniqueJsonKey(provider.NameClaim, provider.NameClaim);
            options.ClaimActions.MapUniqueJsonKey(provider.EmailClaim, provider.EmailClaim);
            options.ClaimActions.MapJsonKey(provider.GroupsClaim, provider.GroupsClaim);
        }

        private static void SetCookies(OpenIdConnectOptions options)
        {
            foreach (var (cookie, name) in new[] { (options.CorrelationCookie, "portal.openid."), (options.NonceCookie, "portal.nonce.") })
            {
                cookie.Name = name;
                cookie.HttpOnly = true;
                cookie.IsEssential = true;
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            }
        }

        private static void SetTrust(TokenValidationParameters trust, OpenIdProvider provider)
        {
            trust.ValidateIssuer = true;
            trust.ValidateAudience = true;
            trust.ValidAudience = provider.ClientId;
            trust.ValidateLifetime = true;
            trust.RequireExpirationTime = true;
            trust.RequireSignedTokens = true;
            trust.ValidateIssuerSigningKey = true;
            trust.ValidAlgorithms = Signatures;
            trust.ClockSkew = TimeSpan.FromMinutes(1);
        }
    }
}
