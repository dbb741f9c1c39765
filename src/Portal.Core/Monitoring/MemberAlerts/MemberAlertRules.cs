using System.Security.Cryptography;
using System.Text;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Monitoring.MemberAlerts;

/// <summary>
/// What clusters' Alertmanagers say, as conditions of alerts. Pure. What is silenced or inhibited begins none, and ends none that was told.
/// Of a cluster that did not answer nothing is known: its alerts neither begin nor end.
/// </summary>
public static class MemberAlertRules
{
    /// <param name="said">Every joined cluster, each once.</param>
    /// <param name="open">The alerts of clusters that have not ended.</param>
    /// <param name="isWanted">Whether any channel is to be told of something.</param>
    /// <param name="now">A cluster whose clock is ahead raises nothing in the future.</param>
    public static AlertPicture Picture(IReadOnlyCollection<AlertmanagerSaid> said, IReadOnlyCollection<PortalAlert> open, Func<AlertCondition, bool> isWanted, DateTimeOffset now)
    {
        var known = open.Select(alert => alert.SubjectKey).ToHashSet();
        var conditions = new List<AlertCondition>();
        foreach (var one in said.Where(one => one.IsAnswer))
        {
            // Of two servers that raise the same, one is enough; it is held when both are.
            foreach (var same in one.Alerts.GroupBy(alert => alert.Labels.Without(AlertGroup.OfServer)))
            {
                var alert = same.OrderBy(twin => twin.IsHeld).ThenBy(twin => twin.Since).First();
                var condition = Condition(one, alert, same.Key, now);
                if (known.Contains(condition.SubjectKey) || (alert is { IsHeld: false, IsForNobody: false } && isWanted(condition)))
                {
                    conditions.Add(condition);
                }
            }
        }

        var certain = said.Where(one => one is { IsAnswer: true, IsWhole: true }).Select(one => one.Member.Id).ToHashSet();
        var unclear = open.Where(alert => alert.ClusterId is not { } cluster || !certain.Contains(cluster)).Select(alert => (alert.Kind, alert.SubjectKey)).ToHashSet();
        return new AlertPicture(conditions, unclear);
    }

    /// <summary>Those that seem to be over: their Alertmanager answered and does not have them.</summary>
    public static IReadOnlyList<PortalAlert> Gone(AlertPicture picture, IReadOnlyCollection<PortalAlert> open)
    {
        var holds = picture.Conditions.Select(condition => condition.Key).ToHashSet();
        return [.. open.Where(alert => !holds.Contains((alert.Kind, alert.SubjectKey)) && !picture.Unclear.Contains((alert.Kind, alert.SubjectKey)))];
    }

    /// <summary>
    /// Whether a cluster's Prometheus says that an alert fires still. An Alertmanager that was started anew has forgotten it, and hears of it again in a
    /// minute. Labels are added on the way to it: those of the Prometheus are among them.
    /// </summary>
    public static bool Fires(PortalAlert alert, IEnumerable<ActiveAlert> active) => active.Any(one =>
        one.IsFiring && one.Member.Id == alert.ClusterId && one.Labels.Without(AlertGroup.OfServer).Pairs.All(pair => alert.Labels?.GetValueOrDefault(pair.Key) == pair.Value));

    private static AlertCondition Condition(AlertmanagerSaid said, AlertmanagerAlert alert, LabelSet own, DateTimeOffset now)
    {
        var labels = MergedLeaf.Labelled(own, said.Member.Labels);
        var name = alert.Name.Length > 0 ? alert.Name : "?";
        return new AlertCondition(
            PortalAlertKind.MemberAlert, $"member/{said.Member.Id:N}/{Print(own)}", name.Length > 256 ? name[..256] : name, alert.Severity,
            alert.Summary.Length > 0 ? alert.Summary : own.Without("alertname", "severity").ToString(), alert.Since < now ? alert.Since : now)
        {
            ClusterId = said.Member.Id,
            ClusterName = said.Member.Name,
            FleetId = said.FleetId,
            Labels = labels.Pairs.ToDictionary(pair => pair.Key, pair => pair.Value),
        };
    }

    private static string Print(LabelSet labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels.Pairs)
        {
            text.Append(name).Append('\0').Append(value).Append('\0');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
