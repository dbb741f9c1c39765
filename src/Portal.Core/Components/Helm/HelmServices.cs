using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Components.Helm;

internal static class HelmServices
{
    public static IServiceCollection AddHelm(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ToolsOptions>(configuration.GetSection(ToolsOptions.Section));
        return services
            .AddSingleton<HelmTool>()
            .AddSingleton<HelmProcess>()
            .AddSingleton<HelmCli>()
            .AddSingleton<ChartStore>();
    }
}
