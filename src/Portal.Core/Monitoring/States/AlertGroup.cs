using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.States;

/// <summary>The alerts of one name and severity over all clusters, each once.</summary>
/// <param name="Alerts">Firing before pending, the oldest first.</param>
public sealed record AlertGroup(string Name, string Severity, IReadOnlyList<ActiveAlert> Alerts)
{
    /// <summary>What tells apart servers that watch the same: two of them raise one alert twice.</summary>
    internal static readonly string[] OfServer = ["prometheus", "prometheus_replica", "replica", "__replica__"];

    private static readonly string[] Severities = ["critical", "error", "warning", "info", "none"];

    public int Firing { get; } = Alerts.Count(alert => alert.IsFiring);

    public int Pending { get; } = Alerts.Count(alert => !alert.IsFiring);

    public IReadOnlyList<string> Clusters { get; } = [.. Alerts.Select(alert => alert.Member.Name).Distinct().Order(StringComparer.Ordinal)];

    public DateTimeOffset? Since { get; } = Alerts.Min(alert => alert.Since);

    /// <summary>What its rule says of it, as said for the first.</summary>
    public string Summary { get; } = Alerts.Select(alert => alert.Annotations["summary"] is { Length: > 0 } summary ? summary : alert.Annotations["description"])
        .FirstOrDefault(text => text.Length > 0) ?? "";

    /// <summary>The worst first: what fires before what is pending, then by severity, then the oldest.</summary>
    public static IReadOnlyList<AlertGroup> Of(IEnumerable<ActiveAlert> alerts) =>
        [.. alerts
            .GroupBy(alert => (alert.Member.Id, alert.Labels.Without(OfServer)))
            .Select(same => same.OrderByDescending(alert => alert.IsFiring).ThenBy(alert => alert.Since).First())
            .GroupBy(alert => (alert.Name, alert.Severity))
            .Select(group => new AlertGroup(
                group.Key.Name, group.Key.Severity, [.. group.OrderByDescending(alert => alert.IsFiring).ThenBy(alert => alert.Since).ThenBy(alert => alert.Labels, LabelSet.Order)]))
            .OrderBy(group => group.Firing == 0).ThenBy(group => Rank(group.Severity)).ThenBy(group => group.Since).ThenBy(group => group.Name, StringComparer.Ordinal)];

    /// <summary>How bad it is; a word that nobody knows stands before those that mean little.</summary>
    private static int Rank(string severity) => Array.IndexOf(Severities, severity.ToLowerInvariant()) is >= 0 and var rank ? rank * 2 : 5;
}
