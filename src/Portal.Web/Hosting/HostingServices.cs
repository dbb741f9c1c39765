using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>Everything that a web process needs before it has a feature.</summary>
public static class HostingServices
{
    /// <summary>The largest body of any request: a kubeconfig of 1 MiB and what is said of it.</summary>
    internal const int LargestBody = 2 * 1024 * 1024;

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddPortalLogging();
        services.AddSingleton<HostingOptionsBinder>();
        services.AddSingleton<IConfigureOptions<HostingOptions>>(provider => provider.GetRequiredService<HostingOptionsBinder>());
        services.AddSingleton<IValidateOptions<HostingOptions>>(provider => provider.GetRequiredService<HostingOptionsBinder>());
        services.AddOptions<HostingOptions>().ValidateOnStart();
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestBody;
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HostingOptions>>((forwarded, hosting) =>
        {
            forwarded.ForwardedHeaders = hosting.Value.ProxyNetworks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.All;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in hosting.Value.ProxyNetworks)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
        services.AddHostedService<StartupDatabase>();
        services.AddPortalProblems();
        services.AddPortalHealth();
        services.AddPortalMetrics();
    }

    public static void UseHosting(this WebApplication app)
    {
        // Before anything is made from them: all that is wrong is told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<SameOrigin>();
        app.UseRequestLog();
        app.UsePortalProblems();
        app.UseRequestLocalization();
        app.UseRouting();
    }

    public static void MapHosting(this WebApplication app)
    {
        app.MapPortalHealth();
        app.MapJobDashboard();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
    }
}
