using Microsoft.Extensions.Hosting;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Distribution;
using Portal.Core.Fleets;
using Portal.Core.Kubernetes;
using Portal.Core.Monitoring;
using Portal.Core.Namespaces;
using Portal.Core.Onboarding;
using Portal.Core.Secrets;
using Portal.Jobs.Hosting;

namespace Portal.Jobs;

/// <summary>The stand-alone worker: a table of contents.</summary>
public static class PortalWorker
{
    public static Task<int> Main(string[] args) => WorkerProcess.RunAsync(() => Build(args));

    /// <summary>Composes the worker; tests add steps of their own.</summary>
    public static IHost Build(string[] args, Action<HostApplicationBuilder>? configure = null)
    {
        var builder = WorkerProcess.CreateBuilder(args);
        configure?.Invoke(builder);

        builder.Services.AddPortalData(builder.Configuration);
        builder.Services.AddSecrets(builder.Configuration);
        builder.Services.AddAudit(builder.Configuration);
        builder.Services.AddKubernetes(builder.Configuration);
        builder.Services.AddFleets();
        builder.Services.AddClusters();
        builder.Services.AddComponents(builder.Configuration);
        builder.Services.AddMonitoring(builder.Configuration);
        builder.Services.AddOnboarding(builder.Configuration);
        builder.Services.AddDistribution(builder.Configuration);
        builder.Services.AddNamespaces(builder.Configuration);
        builder.Services.AddPortalWorker(builder.Configuration);
        builder.AddWorkerEndpoint();
        return builder.Build();
    }
}
