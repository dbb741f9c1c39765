namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>What the portal itself warns of.</summary>
public enum PortalAlertKind
{
    /// <summary>A cluster has not answered for longer than a moment.</summary>
    ClusterUnreachable,

    /// <summary>The last operation of its kind on its target has failed.</summary>
    OperationFailed,

    /// <summary>The portal's token in a cluster was not renewed when it was due.</summary>
    TokenExpiring,

    /// <summary>The certificate authority of a cluster's API server ends soon.</summary>
    CertificateExpiring,

    /// <summary>A component's objects are not as its release has them.</summary>
    ComponentDrift,

    /// <summary>An application's objects are not as it says.</summary>
    ApplicationDrift,

    /// <summary>A metrics endpoint that has answered answers no longer.</summary>
    MetricsMissing,

    /// <summary>A team's request for a cluster waits for an approver.</summary>
    RequestWaiting,

    /// <summary>An alert that a cluster's own Alertmanager would tell of: kept while a channel asks for them.</summary>
    MemberAlert,
}

/// <summary>Which kinds of alert there are.</summary>
public static class PortalAlertKinds
{
    /// <summary>Those that the portal judges itself.</summary>
    public static IReadOnlyList<PortalAlertKind> Own { get; } = [.. Enum.GetValues<PortalAlertKind>().Where(kind => kind != PortalAlertKind.MemberAlert)];
}

/// <summary>How bad it is, the worst last.</summary>
public enum AlertSeverity
{
    Info,
    Warning,
    Critical,
}
