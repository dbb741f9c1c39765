using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Portal.Web.Hosting;

/// <summary>/healthz: the process answers. /readyz: it can do its work; a load balancer sends it nothing until then.</summary>
internal static class PortalHealth
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public static void AddPortalHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseHealth>("database", timeout: Limit)
        .AddCheck<MigrationHealth>("migrations", timeout: Limit)
        .AddCheck<KeyRingHealth>("key-ring", timeout: Limit)
        .AddCheck<HelmHealth>("helm", timeout: Limit);

    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    // Names and words of our own: what a driver says of a failure may name hosts, and goes to the log.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }),
        }, JsonSerializerOptions.Web));
    }
}
