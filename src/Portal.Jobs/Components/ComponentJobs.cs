using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;
using Portal.Core.Operations;
using Portal.Jobs.Components.Adoption;
using Portal.Jobs.Components.Drift;
using Portal.Jobs.Components.Edge;
using Portal.Jobs.Components.Planning;
using Portal.Jobs.Components.Profiles;
using Portal.Jobs.Components.Readiness;
using Portal.Jobs.Components.Systems;
using Portal.Jobs.Components.Systems.ArgoCd;
using Portal.Jobs.Components.Systems.Istio;
using Portal.Jobs.Components.Systems.Karmada;
using Portal.Jobs.Components.Systems.KubeEdge;
using Portal.Jobs.Components.Systems.Prometheus;
using Portal.Jobs.Components.Systems.Submariner;
using Portal.Jobs.Components.Systems.Thanos;
using Portal.Jobs.Operations;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components;

public static class ComponentJobs
{
    /// <summary>Registers the steps of install, upgrade, roll-back and uninstall, and the watch over what is installed.</summary>
    public static IServiceCollection AddComponentJobs(this IServiceCollection services) => services
        .AddSingleton<ReleaseLoader>()
        .AddSingleton<ReleaseRecorder>()
        .AddSingleton<ChartDefinitions>()
        .AddSingleton<ManifestReadiness>()
        .AddSingleton<InterruptedRelease>()
        .AddSingleton<ReadinessWait>()
        .AddSingleton<RevisionReturn>()
        .AddSingleton<UpgradeReturn>()
        .AddRecurringJob<ReleaseHealth>("components.health", "* * * * *")
        .AddSweep<DiscoverySweep>("components.discover", TimeSpan.FromSeconds(3))
        .AddOperationStep<AdoptReleaseStep>(StepNames.AdoptRelease)
        .AddSingleton<DriftStore>()
        .AddSweep<DriftSweep>("components.drift", TimeSpan.FromSeconds(3))
        .AddOperationStep<RepairDriftStep>(StepNames.RepairDrift)
        .AddSingleton<ProfileArrivals>()
        .AddSingleton<ProfileLeaving>()
        .AddSweep<ProfileSweep>("profiles", TimeSpan.FromSeconds(3))
        .AddOperationStep<LeaveCleanStep>(StepNames.CleanProfile)
        .AddSingleton<ClusterProbe>()
        .AddSingleton<ManifestPreview>()
        .AddSingleton<ClusterPreviews>()
        .AddSingleton<PlanCheck>()
        .AddHostedService<PlanDispatcher>()
        .AddRecurringJob<PlanPurge>("plans.purge", "17 * * * *")
        .AddKarmadaSteps()
        .AddIstioSteps()
        .AddSubmarinerSteps()
        .AddThanosSteps()
        .AddPrometheusSteps()
        .AddArgoCdSteps()
        .AddSystemStep<KubeEdgeAddressStep>(SystemSteps.KubeEdgeAddress)
        .AddEdgeJobs()
        .AddOperationStep<CheckRequirementsStep>(StepNames.CheckRequirements)
        .AddOperationStep<FetchChartStep>(StepNames.FetchChart)
        .AddOperationStep<HelmInstallStep>(StepNames.HelmInstall)
        .AddOperationStep<HelmInstallStep>(StepNames.HelmUpgrade)
        .AddOperationStep<HelmRollBackStep>(StepNames.HelmRollBack)
        .AddOperationStep<HelmUninstallStep>(StepNames.HelmUninstall)
        .AddOperationStep<AwaitReadyStep>(StepNames.AwaitReady)
        .AddOperationStep<ListLeftoversStep>(StepNames.ListLeftovers)
        .AddSystemJobs();
}
