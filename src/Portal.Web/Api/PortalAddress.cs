using Microsoft.Extensions.Options;
using Portal.Web.Hosting;

namespace Portal.Web.Api;

/// <summary>How the caller reaches the portal.</summary>
internal static class PortalAddress
{
    public static Uri Of(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<HostingOptions>>().Value.PublicUrl
        ?? new Uri($"{context.Request.Scheme}://{context.Request.Host}/");

    public static string Operation(Guid id) => $"{ApiPaths.Version1}/operations/{id}";
}
