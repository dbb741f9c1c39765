using Portal.Core.Access;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>An alert of the portal's own.</summary>
/// <param name="EndedAt">Null while it holds.</param>
/// <param name="AcknowledgedBy">Who has said that it is known; null when nobody has.</param>
public sealed record PortalAlertView(
    Guid Id, PortalAlertKind Kind, AlertSeverity Severity, string SubjectName, Guid? ClusterId, string? ClusterName, Guid? OperationId, Guid? ApplicationId, string? Component,
    string Reason, DateTimeOffset Since, DateTimeOffset RaisedAt, DateTimeOffset? EndedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy);

/// <param name="Ended">Those that have ended, the last first; else those that hold, the worst first.</param>
/// <param name="Take">1 to 1,000.</param>
public sealed record PortalAlertQuery(bool Ended = false, Guid? ClusterId = null, int Skip = 0, int Take = 1000);

/// <summary>What the portal itself warns of: clusters, operations, credentials, drift and metrics.</summary>
public interface IPortalAlerts
{
    Task<Data.Page<PortalAlertView>> ListAsync(PortalAlertQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>Says that somebody knows of it. It goes on until its cause is gone. Throws NotFound for one that has ended.</summary>
    Task AcknowledgeAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
