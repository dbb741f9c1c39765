using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Core.Access.OpenId;

internal static class OpenIdServices
{
    /// <summary>Registers <see cref="IGroupMappings"/>, <see cref="IExternalIdentities"/> and what signs people of providers in.</summary>
    public static IServiceCollection AddOpenIdAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OpenIdOptions>().Bind(configuration.GetSection(OpenIdOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<OpenIdOptions>, OpenIdOptionsValidator>()
            .AddSingleton<OpenIdProviders>()
            .AddSingleton<OpenIdAccounts>()
            .AddSingleton<ProviderLogout>()
            .AddSingleton<ProviderSessions>()
            .AddSingleton<IGroupMappings, GroupMappingService>()
            .AddSingleton<IExternalIdentities, ExternalIdentityService>();
    }
}
