using Microsoft.Extensions.DependencyInjection;

namespace Portal.Jobs.Rollouts;

internal static class RolloutJobs
{
    /// <summary>Registers what drives rollouts.</summary>
    public static IServiceCollection AddRolloutJobs(this IServiceCollection services)
    {
        services.AddSingleton<RolloutStep>();
        services.AddSingleton<RolloutUndo>();
        services.AddSingleton<WaveMetrics>();
        services.AddSingleton<WaveChecks>();
        services.AddSingleton<WaveStep>();
        services.AddHostedService<RolloutDriver>();
        return services;
    }
}
