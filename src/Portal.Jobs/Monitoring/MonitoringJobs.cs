using Microsoft.Extensions.DependencyInjection;
using Portal.Jobs.Monitoring.MemberAlerts;
using Portal.Jobs.Monitoring.Notifications;
using Portal.Jobs.Monitoring.PortalAlerts;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Monitoring;

internal static class MonitoringJobs
{
    /// <summary>Registers what keeps the metrics of clusters.</summary>
    public static IServiceCollection AddMonitoringJobs(this IServiceCollection services) => services
        .AddSingleton<RollupPartitions>()
        .AddSingleton<RollupStore>()
        .AddSingleton<RollupCollector>()
        .AddRecurringJob<RollupJob>("metrics.collect", "* * * * *")
        .AddRecurringJob<RollupRetention>("metrics.retain", "37 * * * *")
        .AddSweep<PortalAlertSweep>("alerts.judge", TimeSpan.FromSeconds(15))
        .AddSweep<MemberAlertSweep>("alerts.members", TimeSpan.FromSeconds(15))
        .AddScoped<MessageGrouping>()
        .AddScoped<MessageSending>()
        .AddSweep<NotificationSweep>("notifications.send", TimeSpan.FromSeconds(3));
}
