using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.MemberAlerts;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Rollups;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.States;
using Portal.Core.Monitoring.Topology;
using Portal.Core.Monitoring.Traces;

namespace Portal.Core.Monitoring;

public static class MonitoringServices
{
    /// <summary>Registers <see cref="IMetricsSources"/> and <see cref="IGlobalQueries"/>. Needs the portal's data, secrets and connections.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<MonitoringOptions>, MonitoringOptionsValidator>();
        services.AddOptions<MonitoringOptions>().Bind(configuration.GetSection(MonitoringOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RollupOptions>, RollupOptionsValidator>();
        services.AddOptions<RollupOptions>().Bind(configuration.GetSection(RollupOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PortalAlertOptions>, PortalAlertOptionsValidator>();
        services.AddOptions<PortalAlertOptions>().Bind(configuration.GetSection(PortalAlertOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>();
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection(NotificationOptions.Section))
            .Configure(options => options.PublicUrl = Uri.TryCreate(configuration[NotificationOptions.PublicUrlKey], UriKind.Absolute, out var url) ? url : null).ValidateOnStart();
        services.TryAddSingleton<ISentences, EnglishSentences>();
        services.AddMemoryCache();
        return services
            .AddSingleton<IValidator<MetricsSourceRequest>, MetricsSourceRequestValidator>()
            .AddSingleton<SourceDirectory>()
            .AddSingleton<SourceList>()
            .AddSingleton<SourceClients>()
            .AddSingleton<SourceRequests>()
            .AddSingleton<MemberQueries>()
            .AddSingleton<IMemberQueries>(provider => provider.GetRequiredService<MemberQueries>())
            .AddSingleton<SharedMemberQueries>()
            .AddSingleton<IMetricsSources, MetricsSources>()
            .AddApplicationMetrics()
            .AddTraces()
            .AddSingleton<QueryMembers>()
            .AddSingleton<IValidator<GlobalEngineRequest>, GlobalEngineRequestValidator>()
            .AddSingleton<EngineDirectory>()
            .AddSingleton<EngineQueries>()
            .AddSingleton<EngineAnswers>()
            .AddSingleton<EngineLists>()
            .AddSingleton<IGlobalEngines, GlobalEngines>()
            .AddSingleton<IGlobalQueries, GlobalQueries>()
            .AddSingleton<MemberLists>()
            .AddSingleton<IGlobalLabels, GlobalLabels>()
            .AddSingleton<IGlobalStates, GlobalStates>()
            .AddSingleton<IPrometheusTopology, PrometheusTopology>()
            .AddSingleton<IClusterMap, ClusterMapReader>()
            .AddSingleton<RollupCoverage>()
            .AddSingleton<IRollups, RollupReader>()
            .AddSingleton<IFleetMetrics, FleetMetrics>()
            .AddSingleton<IFleetHistory, FleetHistory>()
            .AddSingleton<AlertmanagerDirectory>()
            .AddSingleton<IAlertmanagers, Alertmanagers>()
            .AddSingleton<IValidator<SilenceRequest>>(provider => new SilenceRequestValidator(provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ISilences, SilenceService>()
            .AddSingleton(provider => new MemberAlertReader(
                provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<AlertmanagerDirectory>(), provider.GetRequiredService<SourceDirectory>(),
                provider.GetRequiredService<SourceRequests>(), provider.GetRequiredService<IGlobalStates>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<IValidator<BoardRequest>, BoardRequestValidator>()
            .AddSingleton<IBoards, BoardService>()
            .AddSingleton<PortalAlertReader>()
            .AddSingleton<IPortalAlerts, PortalAlertService>()
            .AddSingleton<IValidator<ChannelRequest>, ChannelRequestValidator>()
            .AddSingleton<ChannelSender>()
            .AddSingleton<ChannelSecretStore>()
            .AddSingleton<MessageComposer>()
            .AddSingleton<NotificationOutbox>()
            .AddSingleton<IChannels, ChannelService>();
    }
}
