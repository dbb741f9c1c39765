namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>Something that the portal's rows say holds now, worth a warning once it has held long enough.</summary>
public sealed record AlertCondition(
    PortalAlertKind Kind, string SubjectKey, string SubjectName, AlertSeverity Severity, string Reason, DateTimeOffset Since)
{
    /// <summary>What a row keeps of a reason.</summary>
    public const int LongestReason = 2000;

    public Guid? ClusterId { get; init; }

    public string? ClusterName { get; init; }

    public Guid? FleetId { get; init; }

    public Guid? OperationId { get; init; }

    public Guid? ApplicationId { get; init; }

    public string? Component { get; init; }

    /// <summary>Of an alert of a cluster's own; else null.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public (PortalAlertKind, string) Key => (Kind, SubjectKey);
}

/// <summary>All that the rows say at one time.</summary>
/// <param name="Unclear">Of these nothing can be said now: an alert neither begins nor ends.</param>
public sealed record AlertPicture(IReadOnlyList<AlertCondition> Conditions, IReadOnlySet<(PortalAlertKind, string)> Unclear);
