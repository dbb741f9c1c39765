using Microsoft.Extensions.Localization;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Notifications;

/// <summary>What a channel is told of, in words.</summary>
internal static class ChannelText
{
    public static string Hears(IStringLocalizer<MonitoringText> texts, ChannelView channel)
    {
        var kinds = channel.AlertKinds.Count == 0 ? texts["Channels.AllKinds"].Value : string.Join(texts["Comma"], channel.AlertKinds.Select(kind => texts[$"PortalAlert.{kind}"].Value));
        if (channel.Hears != ChannelHears.Portal)
        {
            var ofClusters = channel.Matchers.Count == 0 ? texts["Hears.Clusters"].Value : texts.Fill("Channels.Matching", ("matchers", MatcherText.Of(channel.Matchers)));
            kinds = channel.Hears == ChannelHears.Clusters ? ofClusters : string.Join(texts["Comma"], kinds, ofClusters);
        }

        List<string> parts = [channel.MinSeverity == AlertSeverity.Info ? kinds : texts.Fill("Channels.From", ("kinds", kinds), ("severity", texts[$"Severity.{channel.MinSeverity}"].Value))];
        if (channel.FleetIds.Count > 0)
        {
            parts.Add(texts.Count("Channels.Fleets", channel.FleetIds.Count));
        }

        if (channel.ClusterIds.Count > 0)
        {
            parts.Add(texts.Count("Channels.Clusters", channel.ClusterIds.Count));
        }

        return string.Join(texts["Comma"], parts);
    }
}
