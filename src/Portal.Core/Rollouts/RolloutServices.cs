using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Operations;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>Rollouts as every process of the portal needs them.</summary>
public static class RolloutServices
{
    /// <summary>Registers <see cref="IRollouts"/> and the writer. Needs the portal's data and operations.</summary>
    public static IServiceCollection AddRollouts(this IServiceCollection services)
    {
        services.TryAddSingleton<IValidator<RolloutSettings>, RolloutSettingsValidator>();
        services.TryAddSingleton<RolloutWriter>();
        services.TryAddSingleton<RolloutControls>();
        services.TryAddSingleton<RolloutAccess>();
        services.TryAddSingleton<IRollouts, RolloutService>();
        return services.AddOperationEnded<RolloutReopening>([.. OperationKinds.Rollouts]);
    }

    /// <summary>Lets <typeparamref name="T"/> start and take back changes of these kinds.</summary>
    public static IServiceCollection AddRolloutStarter<T>(this IServiceCollection services, params ReadOnlySpan<string> kinds)
        where T : class, IRolloutStarter
    {
        foreach (var kind in kinds)
        {
            services.AddKeyedSingleton<IRolloutStarter, T>(kind);
        }

        return services;
    }
}
