using Microsoft.AspNetCore.Antiforgery;

namespace Portal.Web.Access;

/// <summary>Ends the session. A POST with a token: no other site can sign a person out.</summary>
internal static class SignOutEndpoint
{
    public static void MapSignOut(this WebApplication app) =>
        app.MapPost(AccountPaths.SignOut, SignOutAsync)
            .RequireAuthorization(PageRules.SignedIn)
            .WithMetadata(new AllowedBeforePasswordChangeAttribute())
            .ExcludeFromDescription();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInService sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        await sessions.SignOutAsync();
        return TypedResults.LocalRedirect(AccountPaths.SignIn);
    }
}
