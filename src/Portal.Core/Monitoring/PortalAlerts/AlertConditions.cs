using System.Globalization;
using Portal.Core.Clusters;
using Portal.Core.Operations;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>What the facts say is worth a warning. Pure.</summary>
internal sealed class AlertConditions(DateTimeOffset now)
{
    private readonly List<AlertCondition> _conditions = [];
    private readonly HashSet<(PortalAlertKind, string)> _unclear = [];

    public AlertPicture Picture => new(_conditions, _unclear);

    public void Add(ClusterFacts cluster)
    {
        var key = ClusterKey(cluster.Id);
        if (cluster.State == ClusterState.Unreachable)
        {
            Add(cluster, PortalAlertKind.ClusterUnreachable, AlertSeverity.Critical, cluster.StateReason, cluster.StateSince);
        }
        else if (cluster.State == ClusterState.Unknown)
        {
            _unclear.Add((PortalAlertKind.ClusterUnreachable, key));
        }

        if (cluster is { TokenRenewAt: { } renew, TokenExpiresAt: { } ends } && now >= TokenLimit(renew, ends))
        {
            var why = cluster.TokenProblem.Length > 0 ? $" {cluster.TokenProblem}" : "";
            Add(cluster, PortalAlertKind.TokenExpiring, now >= ends ? AlertSeverity.Critical : AlertSeverity.Warning,
                (now >= ends ? $"The portal's token of this cluster ended at {Utc(ends)}." : $"The portal's token of this cluster was not renewed and ends at {Utc(ends)}.") + why, TokenLimit(renew, ends));
        }

        if (cluster.AuthorityEnds is { } authority && SeverityOf(authority - now) is { } severity)
        {
            Add(cluster, PortalAlertKind.CertificateExpiring, severity,
                now >= authority ? $"The certificate authority of its API server ended at {Utc(authority)}." : $"The certificate authority of its API server ends at {Utc(authority)}.",
                authority - FirstNotice);
        }

        AddMetrics(cluster);
    }

    /// <param name="operations">Of one kind on one target.</param>
    public void Add(IReadOnlyCollection<OperationFacts> operations)
    {
        var last = operations.MaxBy(operation => operation.Id)!;
        if (last.State == OperationState.Failed)
        {
            _conditions.Add(new AlertCondition(PortalAlertKind.OperationFailed, last.SubjectKey, last.TargetName, AlertSeverity.Warning, Cut($"{last.ErrorWhat}: {last.ErrorWhy}"), last.EndedAt ?? now)
            {
                ClusterId = last.ClusterId,
                ClusterName = last.ClusterName,
                FleetId = last.FleetId,
                OperationId = last.Id,
                Component = last.Component,
            });
        }
        else if (last.State is OperationState.Queued or OperationState.Running)
        {
            _unclear.Add((PortalAlertKind.OperationFailed, last.SubjectKey));
        }
    }

    public void Add(ComponentFacts component)
    {
        var key = $"release/{component.ReleaseId}";
        if (component.Objects is not { } objects)
        {
            _unclear.Add((PortalAlertKind.ComponentDrift, key));
        }
        else if (objects > 0)
        {
            _conditions.Add(new AlertCondition(
                PortalAlertKind.ComponentDrift, key, $"{component.Component}@{component.ClusterName}", AlertSeverity.Warning,
                objects == 1 ? "One of its objects is not as its release has it." : $"{objects} of its objects are not as its release has them.", component.Since)
            {
                ClusterId = component.ClusterId,
                ClusterName = component.ClusterName,
                FleetId = component.FleetId,
                Component = component.Component,
            });
        }
    }

    public void Add(ApplicationFacts application)
    {
        var key = $"application/{application.Id}";
        if (application.IsChanging)
        {
            _unclear.Add((PortalAlertKind.ApplicationDrift, key));
        }
        else if (application.Objects > 0)
        {
            _conditions.Add(new AlertCondition(
                PortalAlertKind.ApplicationDrift, key, application.Name, AlertSeverity.Warning,
                application.Cluster is { } cluster
                    ? $"{application.Objects} of its objects on cluster {cluster} are missing or not as it says."
                    : $"{application.Objects} of its objects on {application.Clusters} clusters are missing or not as it says.",
                application.Since)
            {
                FleetId = application.FleetId,
                ApplicationId = application.Id,
            });
        }
    }

    public void Add(RequestFacts request) => _conditions.Add(new AlertCondition(
        PortalAlertKind.RequestWaiting, $"request/{request.Id}", request.Name, AlertSeverity.Info,
        $"{request.AskedBy} asks for this cluster for the team {request.TeamName}.", request.Since)
    {
        FleetId = request.FleetId,
    });

    /// <summary>30 days before the end, a week, and a day.</summary>
    private static TimeSpan FirstNotice { get; } = TimeSpan.FromDays(30);

    private static AlertSeverity? SeverityOf(TimeSpan left) => left.TotalDays switch
    {
        <= 1 => AlertSeverity.Critical,
        <= 7 => AlertSeverity.Warning,
        <= 30 => AlertSeverity.Info,
        _ => null,
    };

    private static string ClusterKey(Guid id) => $"cluster/{id}";

    /// <summary>Half of the time between the renewal that was due and the end.</summary>
    private static DateTimeOffset TokenLimit(DateTimeOffset renew, DateTimeOffset ends) => renew + ((ends - renew) / 2);

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Cut(string reason) => reason.Length > AlertCondition.LongestReason ? reason[..AlertCondition.LongestReason] : reason;

    /// <summary>Of a cluster that does not answer at all, its metrics are no news.</summary>
    private void AddMetrics(ClusterFacts cluster)
    {
        if (cluster.State is ClusterState.Unreachable or ClusterState.Unknown)
        {
            _unclear.Add((PortalAlertKind.MetricsMissing, ClusterKey(cluster.Id)));
        }
        else if (cluster is { MetricsSilent: true, AnsweredTo: { } to })
        {
            Add(cluster, PortalAlertKind.MetricsMissing, AlertSeverity.Warning, cluster.MetricsWhy, to);
        }
    }

    private void Add(ClusterFacts cluster, PortalAlertKind kind, AlertSeverity severity, string reason, DateTimeOffset since) =>
        _conditions.Add(new AlertCondition(kind, ClusterKey(cluster.Id), cluster.Name, severity, Cut(reason), since)
        {
            ClusterId = cluster.Id,
            ClusterName = cluster.Name,
            FleetId = cluster.FleetId,
        });
}
