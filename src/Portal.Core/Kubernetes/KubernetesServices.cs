using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Portal.Core.Kubernetes;

/// <summary>The way to member clusters.</summary>
public static class KubernetesServices
{
    /// <summary>Registers <see cref="IClusterConnections"/> and what it stands on. Needs the data and secrets services.</summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>();
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection(KubernetesOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        services.AddOptions<EgressOptions>().Bind(configuration.GetSection(EgressOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<EgressGuard>();
        services.TryAddSingleton<KubeconfigScreening>();
        services.TryAddSingleton<Preflight>();
        services.TryAddSingleton<ClusterClients>();
        services.TryAddSingleton<ClusterIdentities>();
        services.TryAddSingleton<ClusterConnections>();
        services.TryAddSingleton<IClusterConnections>(provider => provider.GetRequiredService<ClusterConnections>());
        services.TryAddSingleton<IClusterChannels>(provider => provider.GetRequiredService<ClusterConnections>());
        return services;
    }
}
