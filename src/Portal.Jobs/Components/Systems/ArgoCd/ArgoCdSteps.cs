using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.ArgoCd;

internal static class ArgoCdSteps
{
    public static IServiceCollection AddArgoCdSteps(this IServiceCollection services) => services
        .AddSystemStep<ArgoCdKarmadaStep>(SystemSteps.ArgoCdKarmada);
}
