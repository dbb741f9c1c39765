using Microsoft.AspNetCore.Authorization;

namespace Portal.Web.Shell;

/// <summary>Static files and pages.</summary>
public static class ShellEndpoints
{
    // What a page without a circuit loads before anybody has signed in.
    private static readonly string[] Public = ["_framework", "_blazor/initializers"];

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets($"{app.Environment.ApplicationName}.staticwebassets.endpoints.json").AllowAnonymous();
        app.MapRazorComponents<App>()
            // Hosting sends its own, stricter policy.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .Add(endpoint =>
            {
                var path = (endpoint as RouteEndpointBuilder)?.RoutePattern.RawText?.TrimStart('/') ?? "";
                if (Array.Exists(Public, start => path.StartsWith(start, StringComparison.Ordinal)))
                {
                    endpoint.Metadata.Add(new AllowAnonymousAttribute());
                }
            });
    }
}
