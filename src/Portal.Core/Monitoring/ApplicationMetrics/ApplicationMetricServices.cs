using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Monitoring.ApplicationMetrics;

internal static class ApplicationMetricServices
{
    /// <summary>Registers <see cref="IApplicationMetrics"/>. Needs the portal's applications and their delivery.</summary>
    public static IServiceCollection AddApplicationMetrics(this IServiceCollection services) => services
        .AddSingleton<IValidator<ApplicationMetricRequest>, ApplicationMetricRequestValidator>()
        .AddSingleton<MonitorFactsReader>()
        .AddSingleton<MonitorPreviews>()
        .AddSingleton<MetricTargetReader>()
        .AddSingleton<ApplicationMetricQueries>()
        .AddSingleton<IApplicationMetrics, ApplicationMetricService>();
}
