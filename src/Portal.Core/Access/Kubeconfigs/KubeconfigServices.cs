using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>Kubeconfigs that lead through the portal's proxy.</summary>
public static class KubeconfigServices
{
    public static IServiceCollection AddKubeconfigs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<KubeconfigOptions>, KubeconfigOptionsValidator>();
        services.AddOptions<KubeconfigOptions>().Bind(configuration.GetSection(KubeconfigOptions.Section)).ValidateOnStart();
        services.AddSingleton<IKubeconfigs, Kubeconfigs>();
        services.AddSingleton<KubeconfigGrants>();
        services.AddSingleton<KubeconfigUse>();
        services.AddSingleton<ILastUses>(provider => provider.GetRequiredService<KubeconfigUse>());
        return services;
    }
}
