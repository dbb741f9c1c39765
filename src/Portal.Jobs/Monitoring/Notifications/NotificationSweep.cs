using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Monitoring.Notifications;

/// <summary>Puts what channels are to be told into messages, and sends those that are due.</summary>
internal sealed class NotificationSweep(
    MessageGrouping grouping, MessageSending sending, IDbContextFactory<PortalDbContext> contexts, IOptions<NotificationOptions> options, TimeProvider time) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await grouping.GroupAsync(cancellationToken);
        await sending.SendAsync(cancellationToken);
        var oldest = time.GetUtcNow() - options.Value.Keep;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // With the beginning of something that goes on it would be forgotten who is to hear of its end.
        await db.NotificationMessages
            .Where(message => message.State != MessageState.Waiting && message.CreatedAt < oldest)
            .Where(message => !db.NotificationDeliveries.Any(delivery => delivery.MessageId == message.Id
                && db.PortalAlerts.Any(alert => alert.Id == delivery.AlertId && (alert.EndedAt == null || alert.EndedAt > oldest))))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
