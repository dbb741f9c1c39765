using Hangfire;
using Portal.Core.Access;

namespace Portal.Web.Hosting;

/// <summary>Hangfire's own pages, for admins. What they change is protected by the portal's antiforgery tokens.</summary>
internal static class JobDashboard
{
    public const string Path = "/hangfire";

    public static void MapJobDashboard(this WebApplication app) => app.MapHangfireDashboard(Path, new DashboardOptions
    {
        // Hangfire's default lets in whoever is on this machine; the endpoint's rule stands instead.
        Authorization = [],
        AppPath = "/",
        DashboardTitle = "Kurator Portal",
        DisplayStorageConnectionString = false,
        IgnoreAntiforgeryToken = false,
    })
        .RequireAuthorization(nameof(Permission.ViewJobDashboard));
}
