using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Portal.Jobs.Schedules;

/// <summary>How a feature registers what comes again.</summary>
public static class RecurringJobServices
{
    /// <summary>Runs <typeparamref name="T"/> by <paramref name="cron"/> (UTC; a minute at the least) on the queue <paramref name="queue"/>.</summary>
    /// <param name="id">Lasting and unique: "clusters.rotate-tokens".</param>
    public static IServiceCollection AddRecurringJob<T>(this IServiceCollection services, string id, string cron, string queue = JobQueues.Health)
        where T : class, IRecurringJob
    {
        services.TryAddScoped<T>();
        services.AddSingleton(new RecurringJobPlan(id, cron, queue, typeof(T)));
        return services;
    }

    /// <summary>
    /// Runs <typeparamref name="T"/> again and again with <paramref name="pause"/> between an end and the next start, in
    /// whichever worker holds the advisory lock of <paramref name="id"/>: for what must come more often than each minute.
    /// </summary>
    public static IServiceCollection AddSweep<T>(this IServiceCollection services, string id, TimeSpan pause)
        where T : class, IRecurringJob
    {
        services.TryAddScoped<T>();
        services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<SweepService<T>>(provider, new SweepPlan(id, pause)));
        return services;
    }
}
