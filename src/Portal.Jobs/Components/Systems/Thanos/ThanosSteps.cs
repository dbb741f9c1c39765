using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Thanos;

internal static class ThanosSteps
{
    public static IServiceCollection AddThanosSteps(this IServiceCollection services) => services
        .AddSystemStep<ThanosObjectStoreStep>(SystemSteps.ThanosObjectStore)
        .AddSystemStep<ThanosSidecarsStep>(SystemSteps.ThanosSidecars);
}
