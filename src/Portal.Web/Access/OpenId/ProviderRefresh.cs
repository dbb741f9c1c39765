using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Portal.Core.Access.OpenId;
using Portal.Core.Secrets;

namespace Portal.Web.Access.OpenId;

/// <summary>
/// Asks providers again whether the sessions that they began may go on, and for the groups as they are now. A provider that says no ends
/// the session; one that does not answer ends nothing, and is asked again.
/// </summary>
internal sealed partial class ProviderRefresh(
    OpenIdProviders providers,
    IOptions<OpenIdOptions> settings,
    IOptionsMonitor<OpenIdConnectOptions> options,
    ProviderSessions sessions,
    OpenIdAccounts accounts,
    SecretProtector protector,
    TimeProvider clock,
    ILogger<ProviderRefresh> logger) : BackgroundService
{
    private const int Most = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>Asks for each session that is due.</summary>
    public async Task RefreshDueAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in providers.All.Select(provider => provider.Name))
        {
            var interval = settings.Value.Providers[provider].RefreshInterval;
            foreach (var session in await sessions.TakeDueAsync(provider, interval, Most, cancellationToken))
            {
                try
                {
                    await RefreshAsync(provider, session, cancellationToken);
                }
                catch (Exception exception) when (exception is InvalidOperationException or CryptographicException or Npgsql.NpgsqlException || OpenIdEvents.IsUnavailable(exception))
                {
                    LogFailed(provider, exception);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (providers.All.Count == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is Npgsql.NpgsqlException or InvalidOperationException)
            {
                LogFailed("", exception);
            }
        }
    }

    private async Task RefreshAsync(string provider, DueSession session, CancellationToken cancellationToken)
    {
        var scheme = options.Get(OpenIdSchemes.Of(provider));
        var metadata = await scheme.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        var (isRefused, answer) = await AskAsync(scheme, metadata, protector.Unprotect(SecretProtector.ProviderSession, session.ProtectedRefreshToken), cancellationToken);
        if (isRefused)
        {
            await sessions.EndAsync(provider, session, cancellationToken);
            LogEnded(provider, session.UserId);
            return;
        }

        if (answer?.RefreshToken is { Length: > 0 } next)
        {
            await sessions.KeepAsync(session.Id, protector.Protect(SecretProtector.ProviderSession, next), cancellationToken);
        }

        if (answer?.IdToken is { Length: > 0 } token && await ReadAsync(provider, scheme, metadata, token) is { } claims && await sessions.IsOfAsync(session, claims, cancellationToken))
        {
            await accounts.AdmitAsync(claims, session.Address, cancellationToken);
        }
    }

    /// <summary>Refused is what the provider says of this very token; any other failure says nothing of the person.</summary>
    private static async Task<(bool IsRefused, OpenIdConnectMessage? Answer)> AskAsync(
        OpenIdConnectOptions scheme, OpenIdConnectConfiguration metadata, string refreshToken, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
            ["client_id"] = scheme.ClientId!,
        };
        if (scheme.ClientSecret is { } secret)
        {
            form["client_secret"] = secret;
        }

        using var content = new FormUrlEncodedContent(form);
        using var response = await scheme.Backchannel.PostAsync(new Uri(metadata.TokenEndpoint), content, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            var answer = body.Length == 0 ? null : new OpenIdConnectMessage(body);
            return response.IsSuccessStatusCode
                ? (false, answer)
                : (response.StatusCode == System.Net.HttpStatusCode.BadRequest && answer?.Error == "invalid_grant", null);
        }
        catch (Exception exception) when (exception is ArgumentException or System.Text.Json.JsonException or FormatException)
        {
            return (false, null);
        }
    }

    /// <summary>As for a sign-in, but for the nonce, which belongs to that alone. Null for what is not to be believed.</summary>
    private async Task<ProviderClaims?> ReadAsync(string provider, OpenIdConnectOptions scheme, OpenIdConnectConfiguration metadata, string token)
    {
        var trust = scheme.TokenValidationParameters.Clone();
        trust.ValidIssuer = metadata.Issuer;
        trust.IssuerSigningKeys = metadata.SigningKeys;
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, trust);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            scheme.ConfigurationManager!.RequestRefresh();
        }

        return result.IsValid ? ProviderPrincipal.Read(provider, settings.Value.Providers[provider], new ClaimsPrincipal(result.ClaimsIdentity)) : null;
    }

    [LoggerMessage(LogLevel.Warning, "A session of the provider {Provider} could not be refreshed; it is tried again")]
    private partial void LogFailed(string provider, Exception exception);

    [LoggerMessage(LogLevel.Information, "The provider {Provider} ended a session of user {UserId}")]
    private partial void LogEnded(string provider, Guid userId);
}
