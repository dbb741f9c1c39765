using Microsoft.AspNetCore.Antiforgery;
using Portal.Core.Problems;
using Portal.Web.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Api;

/// <summary>A browser's session changes nothing through the API without a token that other sites cannot read. Bearer tokens need none.</summary>
internal sealed class ApiAntiforgery(RequestDelegate next, IAntiforgery antiforgery)
{
    private static readonly Problem Missing = new(
        ProblemKind.Invalid,
        "The request was refused",
        "It comes with a browser's session, but without that session's antiforgery token.",
        $"Read the token from {ApiPaths.Version1}/me/antiforgery and send it in the header that is named there, or use an API token.");

    public async Task InvokeAsync(HttpContext context)
    {
        var needs = ApiPaths.IsOfCaller(context)
            && context.User.Identity?.IsAuthenticated == true
            && context.User.TokenId() is null
            && !HttpMethods.IsGet(context.Request.Method)
            && !HttpMethods.IsHead(context.Request.Method)
            && !HttpMethods.IsOptions(context.Request.Method);
        if (needs && !await antiforgery.IsRequestValidAsync(context))
        {
            await ProblemAnswers.WriteAsync(context, Missing, StatusCodes.Status400BadRequest);
            return;
        }

        await next(context);
    }
}
