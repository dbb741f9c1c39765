namespace Portal.Web.Hosting;

/// <summary>Failures: problem details for the API, pages for people.</summary>
internal static class ProblemServices
{
    public static void AddPortalProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"));
        services.AddExceptionHandler<ApiExceptionHandler>();
        // Thrown instead of answered, so that one place says what was wrong, in every environment.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UsePortalProblems(this WebApplication app)
    {
        app.UseWhen(ApiPaths.IsApi, api =>
        {
            // ApiExceptionHandler logs faults under the reference that it gives out.
            api.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
            api.UseStatusCodePages(failure => AnswerAsync(failure.HttpContext));
        });
        app.UseWhen(context => !ApiPaths.IsApi(context) && !ApiPaths.IsProxied(context), pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseWhen(
                context => HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/_blazor"),
                shown => shown.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        });
    }

    private static Task AnswerAsync(HttpContext context) =>
        ProblemAnswers.WriteAsync(context, ProblemStatus.Describe(context.Response.StatusCode), context.Response.StatusCode);
}
