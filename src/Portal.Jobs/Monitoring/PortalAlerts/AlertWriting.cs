using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Jobs.Monitoring.PortalAlerts;

/// <summary>What was decided of alerts, written onto their rows.</summary>
internal static class AlertWriting
{
    /// <summary>One save, one transaction, with the messages that come of it: a worker that dies leaves all of it to the next sweep.</summary>
    public static async Task SaveAsync(PortalDbContext db, AlertChanges changes, NotificationOutbox outbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var begun = changes.Raise.Select(condition => PortalAlertRules.Raise(condition, now)).ToList();
        db.AddRange(begun);
        begun.AddRange(changes.Keep.Where(one => PortalAlertRules.Keep(one.Alert, one.Now)).Select(one => one.Alert));
        foreach (var alert in changes.Clear)
        {
            alert.ClearSince ??= now;
        }

        foreach (var alert in changes.End)
        {
            alert.EndedAt = now;
        }

        await outbox.AddAsync(db, begun, changes.End, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
