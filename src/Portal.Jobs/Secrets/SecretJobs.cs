using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Operations;
using Portal.Jobs.Operations;

namespace Portal.Jobs.Secrets;

public static class SecretJobs
{
    /// <summary>Registers the steps of a rotation of keys.</summary>
    public static IServiceCollection AddSecretJobs(this IServiceCollection services) => services
        .AddOperationStep<WrapRingStep>(StepNames.WrapRing)
        .AddOperationStep<AddKeyStep>(StepNames.AddKey)
        .AddOperationStep<ReencryptStep>(StepNames.Reencrypt)
        .AddOperationStep<RevokeKeysStep>(StepNames.RevokeKeys);
}
