using Microsoft.Extensions.DependencyInjection;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Namespaces;

public static class NamespaceJobs
{
    /// <summary>Registers what keeps teams' namespaces where nobody acts.</summary>
    public static IServiceCollection AddNamespaceJobs(this IServiceCollection services) => services
        .AddSweep<NamespaceSweep>("namespaces.keep", TimeSpan.FromSeconds(10))
        .AddRecurringJob<NamespaceExpiry>("namespaces.expire", "*/5 * * * *");
}
