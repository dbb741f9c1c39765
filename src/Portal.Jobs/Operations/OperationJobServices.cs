using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Jobs.Operations;

internal static class OperationJobServices
{
    /// <summary>Registers the runner of operations and what finds them work.</summary>
    public static IServiceCollection AddOperationJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<OperationsOptions>, OperationsOptionsValidator>();
        services.AddOptions<OperationsOptions>().Bind(configuration.GetSection(OperationsOptions.Section)).ValidateOnStart();
        services.AddSingleton<OperationLeases>();
        services.AddSingleton<OperationFinish>();
        services.AddSingleton<StepRunner>();
        services.AddSingleton<OperationRunner>();
        services.AddScoped<OperationJob>();
        services.AddHostedService<OperationDispatcher>();
        return services;
    }
}
