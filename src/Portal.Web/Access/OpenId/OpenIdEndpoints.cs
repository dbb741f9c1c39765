using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Portal.Core.Access.OpenId;
using Portal.Web.Hosting;

namespace Portal.Web.Access.OpenId;

/// <summary>Where a sign-in by a provider begins, and where sessions end by one.</summary>
internal static partial class OpenIdEndpoints
{
    private const int MostTokenCharacters = 16 * 1024;

    public static void MapOpenId(this WebApplication app)
    {
        var provider = app.MapGroup(OpenIdPaths.Root + "/{provider}").AllowAnonymous().ExcludeFromDescription();
        provider.MapGet("/", StartAsync);
        provider.MapGet("/end", EndAsync);
        provider.MapPost("/logout", LogoutAsync);
    }

    private static async Task<IResult> StartAsync(
        string provider, string? returnUrl, OpenIdProviders providers, SignInLimits limits, HttpContext http, ILogger<OpenIdEvents> logger)
    {
        if (providers.Find(provider) is not { } known)
        {
            return TypedResults.NotFound();
        }

        if (!limits.TryEnter(http.Connection.RemoteIpAddress))
        {
            return TypedResults.LocalRedirect(OpenIdPaths.Failed(known.Name, OpenIdProblem.TooMany, returnUrl));
        }

        try
        {
            // Asked of the provider before anything is sent: one that is down is told of here, and not by the browser.
            await http.ChallengeAsync(OpenIdSchemes.Of(known.Name), new AuthenticationProperties { RedirectUri = AccountPaths.Back(returnUrl) });
            return Results.Empty;
        }
        catch (Exception exception) when (exception is InvalidOperationException || OpenIdEvents.IsUnavailable(exception))
        {
            LogUnavailable(logger, known.Name, exception);
            return TypedResults.LocalRedirect(OpenIdPaths.Failed(known.Name, OpenIdProblem.Unavailable, returnUrl));
        }
    }

    /// <summary>Leads to the provider's own sign-out, and from there back to the sign-in page.</summary>
    private static async Task<IResult> EndAsync(
        string provider, OpenIdProviders providers, IOptionsMonitor<OpenIdConnectOptions> options, IOptions<HostingOptions> hosting, HttpContext http, ILogger<OpenIdEvents> logger)
    {
        if (providers.Find(provider) is not { } known)
        {
            return TypedResults.NotFound();
        }

        var settings = options.Get(OpenIdSchemes.Of(known.Name));
        try
        {
            var metadata = await settings.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
            if (string.IsNullOrEmpty(metadata.EndSessionEndpoint))
            {
                return TypedResults.LocalRedirect(AccountPaths.SignIn);
            }

            var here = hosting.Value.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}");
            return TypedResults.Redirect(new OpenIdConnectMessage
            {
                IssuerAddress = metadata.EndSessionEndpoint,
                ClientId = settings.ClientId,
                PostLogoutRedirectUri = new Uri(here, AccountPaths.SignIn).AbsoluteUri,
                EnableTelemetryParameters = false,
            }.CreateLogoutRequestUrl());
        }
        catch (Exception exception) when (exception is InvalidOperationException || OpenIdEvents.IsUnavailable(exception))
        {
            LogUnavailable(logger, known.Name, exception);
            return TypedResults.LocalRedirect(AccountPaths.SignIn);
        }
    }

    /// <summary>Back-channel logout: the provider itself says, by a token that it has signed, which sessions are over.</summary>
    private static async Task<IResult> LogoutAsync(string provider, OpenIdProviders providers, LogoutTokens tokens, ProviderLogout logout, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (providers.Find(provider) is not { } known || !http.Request.HasFormContentType)
        {
            return Refused();
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var isFollowed = form["logout_token"].ToString() is { Length: > 0 and <= MostTokenCharacters } token
            && await tokens.ReadAsync(known.Name, token, http.RequestAborted) is { } claims
            && await logout.EndAsync(claims, http.Connection.RemoteIpAddress?.ToString() ?? "", http.RequestAborted);
        return isFollowed ? TypedResults.Ok() : Refused();
    }

    // As OpenID Connect Back-Channel Logout 1.0 has it, without the reason: the caller may be anybody.
    private static JsonHttpResult<Dictionary<string, string>> Refused() => TypedResults.Json(new Dictionary<string, string> { ["error"] = "invalid_request" }, statusCode: StatusCodes.Status400BadRequest);

    [LoggerMessage(LogLevel.Warning, "The provider {Provider} gave no metadata")]
    private static partial void LogUnavailable(ILogger logger, string provider, Exception exception);
}
