using Microsoft.AspNetCore.Authentication;
using Portal.Core.Access.OpenId;

namespace Portal.Web.Access.OpenId;

/// <summary>Where a sign-in by a provider begins.</summary>
internal static partial class OpenIdEndpoints
{
    public static void MapOpenId(this WebApplication app) =>
        app.MapGet(OpenIdPaths.Root + "/{provider}", StartAsync).AllowAnonymous().ExcludeFromDescription();

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

    [LoggerMessage(LogLevel.Warning, "The provider {Provider} gave no metadata")]
    private static partial void LogUnavailable(ILogger logger, string provider, Exception exception);
}
