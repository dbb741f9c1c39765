using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Core.Access.Factors;

/// <summary>Second factors of local accounts.</summary>
internal static class FactorServices
{
    public static void AddFactors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecondFactorOptions>()
            .Configure(options => options.RequiredFor = configuration[SecondFactorOptions.Key] is { Length: > 0 } word ? word : options.RequiredFor)
            .Validate(options => options.Rule is not null, $"{SecondFactorOptions.Key} is Nobody, Roles or Everybody.")
            .ValidateOnStart();
        services.AddSingleton<FactorChecks>();
        services.AddSingleton<FactorRows>();
        services.AddSingleton<PasskeyChallenges>();
        services.AddSingleton<IPasskeys, PasskeyService>();
        services.Replace(ServiceDescriptor.Scoped<IUserStore<PortalUser>, AccountStore>());
        services.AddSingleton<IFactors, FactorService>();
    }
}
