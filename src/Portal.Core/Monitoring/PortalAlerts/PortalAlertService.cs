using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.PortalAlerts;

internal sealed class PortalAlertService(IDbContextFactory<PortalDbContext> contexts, TimeProvider time) : IPortalAlerts
{
    public async Task<Page<PortalAlertView>> ListAsync(PortalAlertQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = db.PortalAlerts.AsNoTracking()
            .Where(alert => alert.Kind != PortalAlertKind.MemberAlert && alert.EndedAt != null == query.Ended && (query.ClusterId == null || alert.ClusterId == query.ClusterId));
        var total = await chosen.CountAsync(cancellationToken);
        var ordered = query.Ended
            ? chosen.OrderByDescending(alert => alert.EndedAt)
            : chosen.OrderBy(alert => alert.Severity == AlertSeverity.Critical ? 0 : alert.Severity == AlertSeverity.Warning ? 1 : 2).ThenByDescending(alert => alert.Since);
        var items = await ordered.ThenBy(alert => alert.Id).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 1000))
            .Select(alert => new PortalAlertView(
                alert.Id, alert.Kind, alert.Severity, alert.SubjectName, alert.ClusterId, alert.ClusterName, alert.OperationId, alert.ApplicationId, alert.Component,
                alert.Reason, alert.Since, alert.RaisedAt, alert.EndedAt, alert.AcknowledgedAt, alert.AcknowledgedBy))
            .ToListAsync(cancellationToken);
        return new Page<PortalAlertView>(items, total, null);
    }

    public async Task AcknowledgeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageNotifications);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var changed = await db.PortalAlerts.Where(alert => alert.Id == id && alert.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(alert => alert.AcknowledgedAt, now).SetProperty(alert => alert.AcknowledgedBy, actor.Name), cancellationToken);
        if (changed == 0)
        {
            throw ProblemException.NotFound("This alert does not exist, or has ended", "Nothing has to be done.");
        }
    }
}
