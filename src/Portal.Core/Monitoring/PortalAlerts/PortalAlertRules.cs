namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>What is to be done to the open alerts.</summary>
/// <param name="Raise">Begin.</param>
/// <param name="Keep">Hold on, each with what is said now.</param>
/// <param name="Clear">Seem to be over: they end if that lasts.</param>
/// <param name="End">Are over.</param>
public sealed record AlertChanges(
    IReadOnlyList<AlertCondition> Raise, IReadOnlyList<(PortalAlert Alert, AlertCondition Now)> Keep, IReadOnlyList<PortalAlert> Clear, IReadOnlyList<PortalAlert> End);

/// <summary>
/// When an alert begins and ends. Pure. It begins when its condition has held for a while, and ends when that has been gone for a while:
/// what comes and goes faster than that begins no alert, and ends none.
/// </summary>
public static class PortalAlertRules
{
    public static AlertChanges Decide(IReadOnlyCollection<PortalAlert> open, AlertPicture picture, PortalAlertOptions pace, DateTimeOffset now)
    {
        var holds = picture.Conditions.DistinctBy(condition => condition.Key).ToDictionary(condition => condition.Key);
        var known = open.Select(alert => (alert.Kind, alert.SubjectKey)).ToHashSet();
        var raise = holds.Values.Where(condition => !known.Contains(condition.Key) && now - condition.Since >= pace.RaiseAfter(condition.Kind)).ToList();
        List<(PortalAlert, AlertCondition)> keep = [];
        List<PortalAlert> clear = [], end = [];
        foreach (var alert in open)
        {
            var key = (alert.Kind, alert.SubjectKey);
            if (holds.TryGetValue(key, out var condition))
            {
                keep.Add((alert, condition));
            }
            else if (!picture.Unclear.Contains(key))
            {
                (now - (alert.ClearSince ?? now) >= pace.EndAfter ? end : clear).Add(alert);
            }
        }

        return new AlertChanges(raise, keep, clear, end);
    }

    /// <summary>Writes what is said now onto an alert that holds on. True when it has become worse.</summary>
    public static bool Keep(PortalAlert alert, AlertCondition now)
    {
        var worse = now.Severity > alert.Severity;
        (alert.Severity, alert.Reason, alert.OperationId, alert.ClearSince) = (now.Severity, now.Reason, now.OperationId, null);
        return worse;
    }

    public static PortalAlert Raise(AlertCondition condition, DateTimeOffset now) => new()
    {
        Kind = condition.Kind,
        SubjectKey = condition.SubjectKey,
        SubjectName = condition.SubjectName,
        Severity = condition.Severity,
        Reason = condition.Reason,
        Since = condition.Since,
        RaisedAt = now,
        ClusterId = condition.ClusterId,
        ClusterName = condition.ClusterName,
        FleetId = condition.FleetId,
        OperationId = condition.OperationId,
        ApplicationId = condition.ApplicationId,
        Component = condition.Component,
        Labels = condition.Labels,
    };
}
