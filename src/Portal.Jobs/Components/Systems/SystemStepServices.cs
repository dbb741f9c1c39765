using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Jobs.Components.Systems;

internal static class SystemStepServices
{
    /// <summary>One that is there already stays: tests bring steps of their own.</summary>
    /// <param name="services">Gets the step.</param>
    /// <param name="name">One of <see cref="Portal.Core.Components.Catalog.SystemSteps"/>.</param>
    public static IServiceCollection AddSystemStep<T>(this IServiceCollection services, string name)
        where T : class, ISystemStep
    {
        services.TryAddKeyedSingleton<ISystemStep, T>(name);
        return services;
    }
}
