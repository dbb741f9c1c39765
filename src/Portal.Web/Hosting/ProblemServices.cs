namespace Portal.Web.Hosting;

/// <summary>Failures: problem details for the API, pages for people.</summary>
internal static class ProblemServices
{
    public static void AddPortalProblems(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        // Thrown instead of answered, so that one place says what was wrong, in every environment.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UsePortalProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            // ApiExceptionHandler logs faults under the reference that it gives out.
            SuppressDiagnosticsCallback = failure => ApiPaths.IsApi(failure.HttpContext),
        });
        app.UseWhen(ApiPaths.IsApi, api => api.UseStatusCodePages(failure =>
            ProblemAnswers.WriteAsync(failure.HttpContext, ProblemStatus.Describe(failure.HttpContext.Response.StatusCode), failure.HttpContext.Response.StatusCode)));
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && !ApiPaths.IsApi(context) && !context.Request.Path.StartsWithSegments("/_blazor"),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
    }
}
