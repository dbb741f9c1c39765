using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Core.Operations;

/// <summary>Operations as every process of the portal needs them.</summary>
public static class OperationServices
{
    /// <summary>Registers the writer and the feature service.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OperationWriter>();
        services.TryAddSingleton<OperationEnding>();
        services.TryAddSingleton<OperationChanges>();
        services.TryAddSingleton<IValidator<OperationQuery>, OperationQueryValidator>();
        services.TryAddSingleton<IOperations, OperationService>();
        return services;
    }

    /// <summary>Calls <typeparamref name="T"/> when an operation of one of <paramref name="kinds"/> ends.</summary>
    public static IServiceCollection AddOperationEnded<T>(this IServiceCollection services, params ReadOnlySpan<string> kinds)
        where T : class, IOperationEnded
    {
        foreach (var kind in kinds)
        {
            services.AddKeyedScoped<IOperationEnded, T>(kind);
        }

        return services;
    }
}
