using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Karmada;

internal static class KarmadaSteps
{
    public static IServiceCollection AddKarmadaSteps(this IServiceCollection services) => services
        .AddSingleton<KarmadaAccess>()
        .AddSingleton<KarmadaPush>()
        .AddSingleton<AgentCertificate>()
        .AddSingleton<KarmadaPull>()
        .AddSingleton<KarmadaReadiness>()
        .AddSingleton<KarmadaWithdrawal>()
        .AddSingleton<KarmadaUnjoin>()
        .AddKeyedSingleton<IUndoPreview, KarmadaWithdrawalPreview>(SystemSteps.KarmadaJoin)
        .AddSystemStep<KarmadaAccessStep>(SystemSteps.KarmadaAccess)
        .AddSystemStep<KarmadaJoinStep>(SystemSteps.KarmadaJoin);
}
