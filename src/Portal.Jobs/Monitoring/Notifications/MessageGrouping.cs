using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;

namespace Portal.Jobs.Monitoring.Notifications;

/// <summary>
/// Puts what one channel is to be told into as few messages as can be: a fleet that is gone makes one. A channel has one message under
/// way at a time, so that an end is never told before its beginning.
/// </summary>
internal sealed class MessageGrouping(IDbContextFactory<PortalDbContext> contexts, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>What is beyond comes in the next message.</summary>
    private const int Most = 5000;

    public async Task GroupAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var (waited, paused) = (now - options.Value.GroupWait, now - options.Value.GroupInterval);
        var due = await context.NotificationDeliveries.Where(delivery => delivery.MessageId == null)
            .GroupBy(delivery => delivery.ChannelId).Where(group => group.Min(delivery => delivery.CreatedAt) <= waited).Select(group => group.Key)
            .Where(channel => !context.NotificationMessages.Any(message =>
                message.ChannelId == channel && message.Event != MessageEvent.Test && (message.State == MessageState.Waiting || message.CreatedAt > paused)))
            .ToListAsync(cancellationToken);
        foreach (var channel in due)
        {
            await context.Database.CreateExecutionStrategy().ExecuteAsync(token => GroupAsync(channel, token), cancellationToken);
        }
    }

    private async Task GroupAsync(Guid channelId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Whoever else groups the same channel waits here, and finds nothing left.
        var channel = await db.NotificationChannels.FromSql($"SELECT *, xmin FROM notification_channels WHERE id = {channelId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (channel is null)
        {
            return;
        }

        var waiting = await db.NotificationDeliveries.Where(delivery => delivery.ChannelId == channelId && delivery.MessageId == null)
            .OrderBy(delivery => delivery.Id).Take(Most).ToListAsync(cancellationToken);
        var unheard = await UnheardAsync(db, channelId, waiting, cancellationToken);
        db.RemoveRange(waiting.Where(delivery => delivery.Event == MessageEvent.Ended && unheard.Contains(delivery.AlertId)));
        var told = waiting.Where(delivery => delivery.Event != MessageEvent.Ended || !unheard.Contains(delivery.AlertId)).ToList();
        var ids = told.Select(delivery => delivery.AlertId).Distinct().ToList();
        var alerts = await db.PortalAlerts.AsNoTracking().Where(alert => ids.Contains(alert.Id)).ToDictionaryAsync(alert => alert.Id, cancellationToken);
        var now = time.GetUtcNow();
        foreach (var group in told.GroupBy(delivery => delivery.Event).OrderBy(group => group.Key))
        {
            var title = MessageComposer.Title(channel.Language, group.Key, [.. group.Select(delivery => alerts[delivery.AlertId])]);
            var message = new NotificationMessage { ChannelId = channelId, Event = group.Key, Title = title, Alerts = group.Count(), CreatedAt = now, NextAttemptAt = now };
            db.Add(message);
            group.ToList().ForEach(delivery => delivery.MessageId = message.Id);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Alerts whose beginning never arrived: their end is no news.</summary>
    private static async Task<HashSet<Guid>> UnheardAsync(PortalDbContext db, Guid channelId, List<NotificationDelivery> waiting, CancellationToken cancellationToken)
    {
        var ended = waiting.Where(delivery => delivery.Event == MessageEvent.Ended).Select(delivery => delivery.AlertId).ToList();
        var heard = ended.Count == 0 ? [] : await db.NotificationDeliveries
            .Where(delivery => delivery.ChannelId == channelId && delivery.Event == MessageEvent.Raised && ended.Contains(delivery.AlertId))
            .Join(db.NotificationMessages.Where(message => message.State == MessageState.Sent), delivery => delivery.MessageId, message => message.Id, (delivery, _) => delivery.AlertId)
            .ToListAsync(cancellationToken);
        return [.. ended.Except(heard)];
    }
}
