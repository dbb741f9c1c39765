using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;

namespace Portal.Jobs.Components.Systems.Prometheus;

internal static class PrometheusSteps
{
    public static IServiceCollection AddPrometheusSteps(this IServiceCollection services) => services
        .AddSystemStep<PrometheusFederationStep>(SystemSteps.PrometheusFederation);
}
