using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.MemberAlerts;

/// <summary>An alert as a cluster's Alertmanager has it: it fires; what is only pending never gets there.</summary>
/// <param name="IsHeld">Silenced, inhibited, or not judged yet: it fires, and nobody is told.</param>
public sealed record AlertmanagerAlert(LabelSet Labels, string Summary, bool IsHeld, DateTimeOffset Since)
{
    public string Name => Labels["alertname"];

    /// <summary>An alert with this severity is made to be there always.</summary>
    public bool IsForNobody => Labels["severity"].Equals("none", StringComparison.OrdinalIgnoreCase);

    /// <summary>How bad, in the portal's words. Whoever gives no severity, or one that nobody knows, means a warning.</summary>
    public AlertSeverity Severity => Labels["severity"].ToLowerInvariant() switch
    {
        "critical" or "error" or "page" or "emergency" or "fatal" or "high" or "p1" => AlertSeverity.Critical,
        "info" or "informational" or "low" or "none" or "debug" => AlertSeverity.Info,
        _ => AlertSeverity.Warning,
    };
}

/// <summary>A cluster and what its Alertmanager said.</summary>
/// <param name="IsAnswer">False when it did not answer, or when none is known: nothing is known of its alerts.</param>
/// <param name="IsWhole">False when it has more alerts than were read.</param>
public sealed record AlertmanagerSaid(QueryMember Member, Guid FleetId, bool IsAnswer, bool IsWhole, IReadOnlyList<AlertmanagerAlert> Alerts);
