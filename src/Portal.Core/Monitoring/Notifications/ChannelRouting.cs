using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Which alerts a channel is told of. Pure.</summary>
public static class ChannelRouting
{
    /// <summary>Something that belongs to no cluster or fleet is told to channels that are not narrowed to any.</summary>
    public static bool Wants(NotificationChannel channel, PortalAlert alert) =>
        !channel.IsQuiet
        && alert.Severity >= channel.MinSeverity
        && (channel.AlertKinds.Count == 0 || channel.AlertKinds.Contains(alert.Kind))
        && IsPlace(channel, alert);

    private static bool IsPlace(NotificationChannel channel, PortalAlert alert) =>
        (channel.FleetIds.Count == 0 && channel.ClusterIds.Count == 0)
        || (alert.FleetId is { } fleet && channel.FleetIds.Contains(fleet))
        || (alert.ClusterId is { } cluster && channel.ClusterIds.Contains(cluster));
}
