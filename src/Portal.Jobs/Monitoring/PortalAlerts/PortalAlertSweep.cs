using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Monitoring.PortalAlerts;

/// <summary>Raises and ends the portal's own alerts by what its rows say. Asks no cluster, so that it is done in a moment.</summary>
internal sealed class PortalAlertSweep(
    PortalAlertReader reader, IDbContextFactory<PortalDbContext> contexts, NotificationOutbox outbox, IOptions<PortalAlertOptions> options, TimeProvider time) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.PortalAlerts.Where(alert => alert.EndedAt == null && alert.Kind != PortalAlertKind.MemberAlert).ToListAsync(cancellationToken);
        var picture = await reader.ReadAsync(open, cancellationToken);
        var now = time.GetUtcNow();
        await AlertWriting.SaveAsync(db, PortalAlertRules.Decide(open, picture, options.Value, now), outbox, now, cancellationToken);
        await db.PortalAlerts.Where(alert => alert.EndedAt < now - options.Value.Keep).ExecuteDeleteAsync(cancellationToken);
    }
}
