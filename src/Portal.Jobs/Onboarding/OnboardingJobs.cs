using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Operations;
using Portal.Jobs.Operations;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Onboarding;

public static class OnboardingJobs
{
    /// <summary>Registers what moves requests for clusters on, and the steps of the smoke test.</summary>
    public static IServiceCollection AddOnboardingJobs(this IServiceCollection services) => services
        .AddSweep<RequestFollowing>("onboarding.follow", TimeSpan.FromSeconds(5))
        .AddRecurringJob<RequestExpiry>("onboarding.expire", "*/5 * * * *")
        .AddOperationStep<SmokeApiStep>(StepNames.SmokeApi)
        .AddOperationStep<SmokeNodesStep>(StepNames.SmokeNodes)
        .AddOperationStep<SmokeComponentsStep>(StepNames.SmokeComponents);
}
