using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Operations;
using Portal.Jobs.Components.Systems.Connections;
using Portal.Jobs.Operations;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Systems;

internal static class SystemJobs
{
    /// <summary>Registers what runs and undoes the steps of systems. The steps themselves are registered by their names.</summary>
    public static IServiceCollection AddSystemJobs(this IServiceCollection services) => services
        .AddSingleton<SystemStepLoader>()
        .AddSingleton<StepLook>()
        .AddRecurringJob<FollowSweep>("systems.follow", "* * * * *")
        .AddRecurringJob<ConnectionWatch>("systems.connections", "* * * * *")
        .AddOperationStep<SystemStepOperation>(StepNames.RunSystemStep)
        .AddOperationStep<SystemStepOperation>(StepNames.UndoSystemStep);
}
