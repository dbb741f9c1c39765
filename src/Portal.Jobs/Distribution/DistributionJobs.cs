using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Helm;
using Portal.Core.Operations;
using Portal.Jobs.Distribution.Engines;
using Portal.Jobs.Distribution.Failover;
using Portal.Jobs.Distribution.Karmada;
using Portal.Jobs.Distribution.Rebalance;
using Portal.Jobs.Distribution.Sources;
using Portal.Jobs.Distribution.Sources.Charts;
using Portal.Jobs.Distribution.Sources.Git;
using Portal.Jobs.Operations;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution;

internal static class DistributionJobs
{
    /// <summary>Registers the steps of deliveries, the previews, and the watch over what is delivered.</summary>
    public static IServiceCollection AddDistributionJobs(this IServiceCollection services) => services
        .AddSingleton<DirectEngine>()
        .AddSingleton<ControlPlaneConnections>()
        .AddSingleton<MemberStore>()
        .AddSingleton<KarmadaWithdrawalWait>()
        .AddSingleton<KarmadaEngine>()
        .AddSingleton<DeliveryLoader>()
        .AddSingleton<InventoryStore>()
        .AddSingleton<ApplicationLook>()
        .AddSingleton<ObjectRemoval>()
        .AddSingleton<PreviewCheck>()
        .AddSingleton<SourceHttp>()
        .AddSingleton<GitClient>()
        .AddSingleton<ChartClient>()
        .AddSingleton<KubectlTool>()
        .AddSingleton<ToolProcess>()
        .AddSingleton<SourceTools>()
        .AddSingleton<GitRendering>()
        .AddSingleton<SourceStore>()
        .AddSingleton<SourceDelivery>()
        .AddSingleton<SourceSync>()
        .AddSweep<SourcePoll>("applications.sources", TimeSpan.FromSeconds(10))
        .AddHostedService<SourceDispatcher>()
        .AddOperationStep<CheckApplicationStep>(StepNames.CheckApplication)
        .AddOperationStep<ApplyApplicationStep>(StepNames.ApplyApplication)
        .AddOperationStep<AwaitApplicationStep>(StepNames.AwaitApplication)
        .AddOperationStep<PruneApplicationStep>(StepNames.PruneApplication)
        .AddSweep<ApplicationSweep>("applications.health", TimeSpan.FromSeconds(3))
        .AddSweep<FailoverSweep>("applications.failover", TimeSpan.FromSeconds(3))
        .AddSweep<RebalanceSweep>("applications.rebalance", TimeSpan.FromSeconds(3))
        .AddRecurringJob<MovePurge>("application-moves.purge", "37 3 * * *")
        .AddRecurringJob<PreviewPurge>("application-previews.purge", "23 * * * *")
        .AddHostedService<PreviewDispatcher>();
}
