using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Which alerts a channel is told of. Pure.</summary>
public static class ChannelRouting
{
    /// <summary>Something that belongs to no cluster or fleet is told to channels that are not narrowed to any.</summary>
    public static bool Wants(NotificationChannel channel, PortalAlert alert) => !channel.IsQuiet && IsRouted(channel, alert);

    /// <summary>The same of a channel that may be quiet for now.</summary>
    public static bool IsRouted(NotificationChannel channel, PortalAlert alert) =>
        alert.Severity >= channel.MinSeverity
        && (alert.Kind == PortalAlertKind.MemberAlert ? IsOfCluster(channel, alert) : IsOwn(channel, alert))
        && IsPlace(channel, alert);

    private static bool IsOwn(NotificationChannel channel, PortalAlert alert) =>
        channel.Hears != ChannelHears.Clusters && (channel.AlertKinds.Count == 0 || channel.AlertKinds.Contains(alert.Kind));

    private static bool IsOfCluster(NotificationChannel channel, PortalAlert alert) =>
        channel.Hears != ChannelHears.Portal && channel.Matchers.TrueForAll(matcher => SilenceRules.IsMet(matcher, alert.Labels ?? new Dictionary<string, string>()));

    private static bool IsPlace(NotificationChannel channel, PortalAlert alert) =>
        (channel.FleetIds.Count == 0 && channel.ClusterIds.Count == 0)
        || (alert.FleetId is { } fleet && channel.FleetIds.Contains(fleet))
        || (alert.ClusterId is { } cluster && channel.ClusterIds.Contains(cluster));
}
