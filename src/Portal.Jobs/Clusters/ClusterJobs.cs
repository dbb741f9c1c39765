using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Operations;
using Portal.Jobs.Clusters.Health;
using Portal.Jobs.Operations;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Clusters;

public static class ClusterJobs
{
    /// <summary>Registers the steps of join and leave, the health sweep and the renewal of tokens.</summary>
    public static IServiceCollection AddClusterJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HealthOptions>().Bind(configuration.GetSection(HealthOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>();
        services.AddMetrics();
        return services
            .AddSingleton<HealthStore>()
            .AddSingleton<HealthMeter>()
            .AddSingleton<HealthCheck>()
            .AddHostedService<HealthSweeper>()
            .AddSingleton<PeopleBinder>()
            .AddRecurringJob<PeopleBindingSweep>("clusters.bind-people", "* * * * *")
            .AddRecurringJob<TokenRenewal>("clusters.renew-tokens", "* * * * *")
            .AddOperationStep<JoinCheckStep>(StepNames.CheckCluster)
            .AddOperationStep<JoinAccountStep>(StepNames.CreateAccount)
            .AddOperationStep<JoinVerifyStep>(StepNames.VerifyAccount)
            .AddOperationStep<JoinInventoryStep>(StepNames.ReadInventory)
            .AddOperationStep<LeaveStopStep>(StepNames.StopUsing)
            .AddOperationStep<LeaveAccountStep>(StepNames.RemoveAccount)
            .AddOperationStep<LeaveForgetStep>(StepNames.ForgetCluster);
    }
}
