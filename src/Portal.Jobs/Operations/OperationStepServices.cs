using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Operations;

namespace Portal.Jobs.Operations;

/// <summary>How a feature registers the steps of its operations.</summary>
public static class OperationStepServices
{
    /// <summary>Runs the step <paramref name="name"/> (one of <see cref="StepNames"/>) by a new <typeparamref name="T"/> each attempt.</summary>
    public static IServiceCollection AddOperationStep<T>(this IServiceCollection services, string name)
        where T : class, IOperationStep =>
        services.AddKeyedScoped<IOperationStep, T>(name);
}
