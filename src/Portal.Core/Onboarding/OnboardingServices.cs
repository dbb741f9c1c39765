using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;

namespace Portal.Core.Onboarding;

public static class OnboardingServices
{
    /// <summary>
    /// Registers <see cref="IOnboardingPolicies"/>, <see cref="IClusterRequests"/> and <see cref="IRequestJoin"/>. Needs the
    /// portal's data, clusters, components and operations.
    /// </summary>
    public static IServiceCollection AddOnboarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OnboardingOptions>().Bind(configuration.GetSection(OnboardingOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<OnboardingOptions>, OnboardingOptionsValidator>()
            .AddSingleton<IValidator<PolicyContent>, PolicyContentValidator>()
            .AddSingleton<IValidator<RequestDraft>, RequestDraftValidator>()
            .AddSingleton<IOnboardingPolicies, PolicyService>()
            .AddSingleton<RequestWork>()
            .AddSingleton<RequestHistory>()
            .AddSingleton<RequestJudgement>()
            .AddSingleton<RequestDecisions>()
            .AddSingleton<RequestSmoke>()
            .AddSingleton<RequestRetry>()
            .AddSingleton(provider => new RequestProgress(
                provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<RequestWork>(),
                provider.GetRequiredService<RequestSmoke>(), provider.GetRequiredService<RequestHistory>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IClusterRequests, RequestService>()
            .AddSingleton<IRequestJoin, RequestJoin>()
            .AddSingleton<IJoinCondition, RequestAdmission>()
            .AddOperationEnded<RequestSettling>(OperationKinds.JoinCluster, OperationKinds.SmokeTest);
    }
}
