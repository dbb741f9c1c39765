using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Jobs.Audit;
using Portal.Jobs.Clusters;
using Portal.Jobs.Components;
using Portal.Jobs.Distribution;
using Portal.Jobs.Monitoring;
using Portal.Jobs.Namespaces;
using Portal.Jobs.Onboarding;
using Portal.Jobs.Operations;
using Portal.Jobs.Rollouts;
using Portal.Jobs.Schedules;
using Portal.Jobs.Secrets;

namespace Portal.Jobs;

/// <summary>The worker, in a process of its own or inside the web process.</summary>
public static class WorkerServices
{
    /// <summary>
    /// Registers the runner of operations, the schedules and every feature's steps. Needs the portal's data, secrets and
    /// feature services of Core.
    /// </summary>
    public static IServiceCollection AddPortalWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEvents();
        services.AddOperations();
        services.AddRollouts();
        services.AddJobStorage();
        services.AddOperationJobs(configuration);
        services.AddClusterJobs(configuration);
        services.AddComponentJobs();
        services.AddDistributionJobs();
        services.AddMonitoringJobs();
        services.AddOnboardingJobs();
        services.AddNamespaceJobs();
        services.AddSecretJobs();
        services.AddAuditJobs();
        services.AddRolloutJobs();
        services.AddScoped<RecurringJobRunner>();
        // Last: it starts when all that its jobs need has started, and stops first.
        services.AddHostedService<JobServer>();
        return services;
    }
}
