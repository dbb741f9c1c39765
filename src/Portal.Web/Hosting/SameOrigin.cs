using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>
/// Circuits are opened by the portal's own pages alone. Browsers let any site open a web socket to any other, and name
/// the site in Origin; they do not apply CORS.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next, IOptions<HostingOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !context.Request.Path.StartsWithSegments("/_blazor") || IsOurs(origin, context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private bool IsOurs(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (Matches(from, request.Host) || (options.Value.PublicUrl is { } known && from.Authority == known.Authority));

    // The scheme may have been changed by a proxy that ends TLS; host and port are what tells sites apart.
    private static bool Matches(Uri from, HostString host) =>
        string.Equals(from.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
        || (host.Port is null && string.Equals(from.Host, host.Host, StringComparison.OrdinalIgnoreCase) && from.IsDefaultPort);
}
