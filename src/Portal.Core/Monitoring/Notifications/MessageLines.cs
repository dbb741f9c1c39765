using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>What of many alerts belongs together: those of one name and severity that clusters have raised are said once. Pure.</summary>
internal static class MessageLines
{
    private const int MostNames = 10;
    private const int MostClusters = 1000;

    /// <summary>What a title calls an alert.</summary>
    public static string NameOf(PortalAlert alert, MessageWords words) => alert.Kind == PortalAlertKind.MemberAlert ? alert.SubjectName : words.Of(alert.Kind);

    /// <summary>Where or what it is: one alert's subject, a cluster, or how many clusters.</summary>
    public static string PlaceOf(IReadOnlyCollection<PortalAlert> same, MessageWords words) => same.First().Kind != PortalAlertKind.MemberAlert
        ? same.First().SubjectName
        : ClustersOf(same) is [var only] ? only : words.Clusters(ClustersOf(same).Count);

    /// <summary>The worst first, then the oldest.</summary>
    public static IEnumerable<IReadOnlyList<PortalAlert>> Of(IEnumerable<PortalAlert> alerts) => alerts
        .GroupBy(alert => alert.Kind == PortalAlertKind.MemberAlert ? (alert.SubjectName, alert.Severity, Guid.Empty) : ("", alert.Severity, alert.Id))
        .Select(group => (IReadOnlyList<PortalAlert>)[.. group.OrderBy(alert => alert.Since).ThenBy(alert => alert.ClusterName, StringComparer.Ordinal)])
        .OrderByDescending(group => group[0].Severity).ThenBy(group => group[0].Since).ThenBy(group => group[0].SubjectName, StringComparer.Ordinal);

    /// <summary>"3 clusters: a, b, c × 7": seven alerts in three clusters.</summary>
    public static string Subject(IReadOnlyList<PortalAlert> same, MessageWords words)
    {
        var clusters = ClustersOf(same);
        var named = clusters.Count == 1 ? clusters[0] : words.Named(clusters.Count, [.. clusters.Take(MostNames)]);
        return same.Count > clusters.Count ? $"{named} × {same.Count}" : named;
    }

    /// <summary>The line of alerts of one name with what is known of all of them.</summary>
    public static AlertLine OfClusters(AlertLine line, IReadOnlyList<PortalAlert> same) => line with
    {
        Alerts = same.Count,
        Clusters = [.. ClustersOf(same).Take(MostClusters)],
        Labels = Common(same),
        Cluster = "",
    };

    private static List<string> ClustersOf(IEnumerable<PortalAlert> same) => [.. same.Select(alert => alert.ClusterName ?? "").Distinct().Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Common(IReadOnlyList<PortalAlert> same)
    {
        var common = new Dictionary<string, string>(same[0].Labels ?? new Dictionary<string, string>());
        foreach (var alert in same.Skip(1))
        {
            foreach (var name in common.Where(pair => alert.Labels?.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).ToList())
            {
                common.Remove(name);
            }
        }

        return common;
    }
}
