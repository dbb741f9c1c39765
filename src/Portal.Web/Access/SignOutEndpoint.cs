using Microsoft.AspNetCore.Antiforgery;
using Portal.Core.Access;
using Portal.Core.Access.OpenId;
using Portal.Web.Access.OpenId;

namespace Portal.Web.Access;

/// <summary>Ends the session. A POST with a token: no other site can sign a person out.</summary>
internal static class SignOutEndpoint
{
    public static void MapSignOut(this WebApplication app) =>
        app.MapPost(AccountPaths.SignOut, SignOutAsync)
            .RequireAuthorization(PageRules.SignedIn)
            .WithMetadata(new AllowedBeforePasswordChangeAttribute())
            .ExcludeFromDescription();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInService sessions, UserSessions rows, OpenIdProviders providers)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        var by = context.User.SessionId() is { } session ? await rows.ProviderOfAsync(session, context.RequestAborted) : null;
        await sessions.SignOutAsync();
        return TypedResults.LocalRedirect(providers.Find(by) is { } provider ? OpenIdPaths.AfterSignOut(provider.Name) : AccountPaths.SignIn);
    }
}
