using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Submariner;

internal static class SubmarinerSteps
{
    public static IServiceCollection AddSubmarinerSteps(this IServiceCollection services) => services
        .AddSystemStep<SubmarinerBrokerAccessStep>(SystemSteps.SubmarinerBrokerAccess)
        .AddSystemStep<SubmarinerGatewayNodesStep>(SystemSteps.SubmarinerGatewayNodes);
}
