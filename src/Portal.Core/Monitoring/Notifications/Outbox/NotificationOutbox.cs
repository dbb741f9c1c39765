using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications.Outbox;

/// <summary>Writes which channels are to be told of what, into the unit of work in which it happens: what is saved is told, and nothing else.</summary>
public sealed class NotificationOutbox(TimeProvider time)
{
    /// <param name="begun">Alerts that have just been raised, or have become worse.</param>
    /// <param name="ended">Alerts that have just ended.</param>
    public async Task AddAsync(PortalDbContext db, IReadOnlyCollection<PortalAlert> begun, IReadOnlyCollection<PortalAlert> ended, CancellationToken cancellationToken)
    {
        if (begun.Count + ended.Count == 0)
        {
            return;
        }

        var channels = await db.NotificationChannels.AsNoTracking().Where(channel => !channel.IsQuiet).ToListAsync(cancellationToken);
        await AddBegunAsync(db, channels, begun, cancellationToken);
        await AddEndedAsync(db, channels, ended, cancellationToken);
    }

    private async Task AddBegunAsync(PortalDbContext db, List<NotificationChannel> channels, IReadOnlyCollection<PortalAlert> begun, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = now - channels.Select(channel => channel.RepeatAfter).DefaultIfEmpty().Max();
        var (ids, subjects) = (begun.Select(alert => alert.Id).ToList(), begun.Select(alert => alert.SubjectKey).ToList());
        var told = await db.NotificationDeliveries.AsNoTracking().Where(delivery => delivery.Event == MessageEvent.Raised)
            .Join(db.PortalAlerts, delivery => delivery.AlertId, alert => alert.Id, (delivery, alert) => new { delivery.ChannelId, delivery.CreatedAt, alert.Id, alert.Kind, alert.SubjectKey })
            .Where(one => ids.Contains(one.Id) || (one.CreatedAt > oldest && subjects.Contains(one.SubjectKey)))
            .ToListAsync(cancellationToken);
        var known = told.Select(one => (one.ChannelId, one.Id)).ToHashSet();
        var last = told.GroupBy(one => (one.ChannelId, one.Kind, one.SubjectKey)).ToDictionary(group => group.Key, group => group.Max(one => one.CreatedAt));
        foreach (var channel in channels)
        {
            db.AddRange(begun
                .Where(alert => ChannelRouting.Wants(channel, alert) && !known.Contains((channel.Id, alert.Id)))
                .Where(alert => !last.TryGetValue((channel.Id, alert.Kind, alert.SubjectKey), out var at) || now - at >= channel.RepeatAfter)
                .Select(alert => new NotificationDelivery { ChannelId = channel.Id, AlertId = alert.Id, Event = MessageEvent.Raised, CreatedAt = now }));
        }
    }

    /// <summary>Told to those who were told that it began. Whoever was not yet is told neither.</summary>
    private async Task AddEndedAsync(PortalDbContext db, List<NotificationChannel> channels, IReadOnlyCollection<PortalAlert> ended, CancellationToken cancellationToken)
    {
        var ids = ended.Select(alert => alert.Id).ToList();
        var told = await db.NotificationDeliveries.Where(delivery => ids.Contains(delivery.AlertId) && delivery.Event == MessageEvent.Raised).ToListAsync(cancellationToken);
        db.RemoveRange(told.Where(delivery => delivery.MessageId is null));
        var hears = channels.Where(channel => channel.TellsEnds).Select(channel => channel.Id).ToHashSet();
        var now = time.GetUtcNow();
        db.AddRange(told.Where(delivery => delivery.MessageId is not null && hears.Contains(delivery.ChannelId))
            .Select(delivery => new NotificationDelivery { ChannelId = delivery.ChannelId, AlertId = delivery.AlertId, Event = MessageEvent.Ended, CreatedAt = now }));
    }
}
