using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Core.Monitoring.Traces.Stores;

namespace Portal.Core.Monitoring.Traces;

internal static class TraceServices
{
    public static IServiceCollection AddTraces(this IServiceCollection services) => services
        .AddSingleton<IValidator<TraceSourceRequest>, TraceSourceRequestValidator>()
        .AddSingleton<IValidator<TraceSearch>, TraceSearchValidator>()
        .AddSingleton<TraceDirectory>()
        .AddSingleton<TraceStores>()
        .AddSingleton<TraceFanOut>()
        .AddSingleton<ITraceSources, TraceSources>()
        .AddSingleton<ITraces, TraceService>();
}
