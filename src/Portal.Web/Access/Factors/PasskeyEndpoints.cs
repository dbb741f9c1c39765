using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Web.Hosting;

namespace Portal.Web.Access.Factors;

/// <summary>What the script of account pages asks before it asks the browser for a passkey. Each takes the page's own form.</summary>
internal static class PasskeyEndpoints
{
    public const string SignIn = "/account/passkey/options";
    public const string Create = "/account/passkey/new-options";

    public static void MapPasskeys(this WebApplication app)
    {
        app.MapPost(SignIn, SignInAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(Create, CreateAsync).RequireAuthorization(nameof(Permission.ManageOwnFactors)).WithMetadata(new AllowedBeforeSecondFactorAttribute())
            .ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery, PasskeySignIn passkeys)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        return await passkeys.OptionsAsync() is { } options ? Json(context, options) : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, FactorActs acts, PasskeyRegistration passkeys,
        [FromForm(Name = "Input.Password")] string? password = null, [FromForm(Name = "Input.Code")] string? code = null)
    {
        var options = "";
        var problem = await acts.RunAsync(async (actor, cancellationToken) => options = await passkeys.OptionsAsync(new FactorProof(password, code), actor, cancellationToken));
        return problem is null ? Json(context, options) : ProblemAnswers.Answer(context, problem);
    }

    private static ContentHttpResult Json(HttpContext context, string options)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(options, "application/json");
    }
}
