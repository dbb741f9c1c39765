using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Core.Access.OpenId;

namespace Portal.Web.Access.OpenId;

/// <summary>
/// Reads tokens of back-channel logout (OpenID Connect Back-Channel Logout 1.0, section 2.6): what holds for a token of sign-in holds for
/// them, and they are about one event, recent, and never a token of sign-in.
/// </summary>
internal sealed partial class LogoutTokens(IOptionsMonitor<OpenIdConnectOptions> options, TimeProvider clock, ILogger<LogoutTokens> logger)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int MostText = 255;

    /// <summary>How old a token may be.</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Null for what is not to be believed.</summary>
    public async Task<LogoutClaims?> ReadAsync(string provider, string token, CancellationToken cancellationToken)
    {
        var settings = options.Get(OpenIdSchemes.Of(provider));
        try
        {
            var metadata = await settings.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            var trust = settings.TokenValidationParameters.Clone();
            trust.ValidIssuer = metadata.Issuer;
            trust.IssuerSigningKeys = metadata.SigningKeys;

            // Older providers say when it was issued alone: that is looked at below.
            trust.RequireExpirationTime = false;
            var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, trust);
            if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            {
                settings.ConfigurationManager.RequestRefresh();
            }

            return result is { IsValid: true, SecurityToken: JsonWebToken valid } ? Read(provider, valid) : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException || OpenIdEvents.IsUnavailable(exception))
        {
            LogUnavailable(provider, exception);
            return null;
        }
    }

    private LogoutClaims? Read(string provider, JsonWebToken token)
    {
        var now = clock.GetUtcNow();
        var issued = new DateTimeOffset(token.IssuedAt, TimeSpan.Zero);
        var isRecent = token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Iat, out _) && issued <= now + Skew && issued >= now - MostAge;
        var isLogout = token.TryGetPayloadValue<JsonElement>("events", out var events) && events.ValueKind == JsonValueKind.Object && events.TryGetProperty(Event, out _)
            && !token.TryGetPayloadValue<object>(JwtRegisteredClaimNames.Nonce, out _);
        var (id, subject, session) = (Text(token, JwtRegisteredClaimNames.Jti), Text(token, JwtRegisteredClaimNames.Sub), Text(token, JwtRegisteredClaimNames.Sid));
        return isRecent && isLogout && id is not null && (subject ?? session) is not null
            ? new LogoutClaims(provider, token.Issuer, id, subject, session, now + MostAge + Skew)
            : null;
    }

    private static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var text) && text is { Length: > 0 and <= MostText } && !text.Any(char.IsControl) ? text : null;

    [LoggerMessage(LogLevel.Warning, "A logout by the provider {Provider} was not read: it gave no metadata")]
    private partial void LogUnavailable(string provider, Exception exception);
}
