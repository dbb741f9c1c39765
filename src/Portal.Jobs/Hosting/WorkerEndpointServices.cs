using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Portal.Jobs.Hosting;

/// <summary>/healthz, /readyz and /metrics of the stand-alone worker, without a web server.</summary>
internal static class WorkerEndpointServices
{
    public static void AddWorkerEndpoint(this HostApplicationBuilder builder)
    {
        var listen = builder.Configuration[WorkerEndpointOptions.ListenKey] ?? "";
        builder.Services.AddSingleton<IValidateOptions<WorkerEndpointOptions>, WorkerEndpointOptionsValidator>();
        builder.Services.AddOptions<WorkerEndpointOptions>().Configure(options => options.Listen = listen).ValidateOnStart();
        if (!WorkerEndpointOptions.TryRead(listen, out var host, out var port))
        {
            return;
        }

        builder.Services.AddSingleton<WorkerHealth>();
        builder.Services.AddHostedService<WorkerEndpoint>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter("Npgsql", "Portal", "Portal.*")
            .AddPrometheusHttpListener(options =>
            {
                options.Host = host;
                options.Port = port;
            }));
    }
}
