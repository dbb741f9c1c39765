using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Istio;

internal static class IstioSteps
{
    public static IServiceCollection AddIstioSteps(this IServiceCollection services) => services
        .AddSystemStep<IstioNetworkStep>(SystemSteps.IstioNetwork)
        .AddSystemStep<IstioCertificatesStep>(SystemSteps.IstioCertificates)
        .AddSystemStep<IstioGatewayAddressStep>(SystemSteps.IstioGatewayAddress)
        .AddSystemStep<IstioExposeIstiodStep>(SystemSteps.IstioExposeIstiod)
        .AddSystemStep<IstioExposeServicesStep>(SystemSteps.IstioExposeServices)
        .AddSystemStep<IstioRemoteSecretStep>(SystemSteps.IstioRemoteSecret);
}
