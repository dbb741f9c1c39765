using Microsoft.Extensions.DependencyInjection;

namespace Portal.Jobs.Components.Systems;

internal static class SystemStepServices
{
    /// <param name="services">Gets the step.</param>
    /// <param name="name">One of <see cref="Portal.Core.Components.Catalog.SystemSteps"/>.</param>
    public static IServiceCollection AddSystemStep<T>(this IServiceCollection services, string name)
        where T : class, ISystemStep => services.AddKeyedSingleton<ISystemStep, T>(name);
}
