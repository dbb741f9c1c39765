using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Access.Factors;
using Portal.Core.Access.Kubeconfigs;
using Portal.Core.Access.OpenId;
using Portal.Core.Access.ServiceAccounts;
using Portal.Core.Access.Sessions;
using Portal.Core.Access.Tokens;
using Portal.Core.Data;
using Portal.Core.Events;

namespace Portal.Core.Access;

/// <summary>Accounts, roles and API tokens.</summary>
public static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<FirstAdminOptions>().Configure(options =>
        {
            options.Password = configuration[FirstAdminOptions.PasswordKey] ?? "";
            options.PasswordFile = configuration[FirstAdminOptions.PasswordFileKey] ?? "";
        });
        services.AddIdentityCore<PortalUser>(options =>
            {
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<PortalDbContext>();

        // Neither holds state: the feature services, which are singletons, use them too.
        services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<PortalUser>, PasswordHasher<PortalUser>>());
        services.Replace(ServiceDescriptor.Singleton<ILookupNormalizer, UpperInvariantLookupNormalizer>());
        services.AddSingleton<IUsers, Users>();
        services.AddOptions<ApiTokenOptions>().Bind(configuration.GetSection(ApiTokenOptions.Section))
            .Validate(options => options.MaxDays is >= 1 and <= 365, "Tokens:MaxDays is 1 to 365.")
            .ValidateOnStart();
        services.AddSingleton<NewTokens>();
        services.AddSingleton<IValidator<ServiceAccountRequest>, ServiceAccountRequestValidator>();
        services.AddSingleton<IServiceAccounts, ServiceAccountService>();
        services.AddSingleton<IApiTokens, ApiTokens>();
        services.AddSingleton<ApiTokenUse>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<ILastUses>(provider => provider.GetRequiredService<ApiTokenUse>());
        services.AddSingleton<UserSessions>();
        services.AddSingleton<ISessions, SessionService>();
        services.AddSingleton<SessionUse>();
        services.AddSingleton<ILastUses>(provider => provider.GetRequiredService<SessionUse>());
        services.AddFactors(configuration);
        services.AddKubeconfigs(configuration);
        services.AddSingleton<ActorReader>();
        services.AddSingleton<AccountNames>();
        services.AddSingleton<ActorChanges>();
        services.AddSingleton<INotificationHandler>(provider => provider.GetRequiredService<ActorChanges>());
        services.AddSingleton<FirstAdmin>();
        services.AddOpenIdAccounts(configuration);
        return services;
    }
}
