using OpenTelemetry.Metrics;

namespace Portal.Web.Hosting;

/// <summary>/metrics: requests, runtime, database, circuits, and what the portal counts itself. No name of a cluster or a person.</summary>
internal static class PortalMetrics
{
    public static void AddPortalMetrics(this IServiceCollection services)
    {
        services.AddHostedService<OperationGauges>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            // Meters of Core, Jobs and Web are named Portal or Portal.Something.
            .AddMeter("Npgsql", "Microsoft.AspNetCore.Components.Server.Circuits", "Portal", "Portal.*")
            .AddPrometheusExporter());
    }
}
