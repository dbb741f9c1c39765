using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Monitoring.MemberAlerts;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Jobs.Monitoring.PortalAlerts;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Monitoring.MemberAlerts;

/// <summary>Follows the alerts of clusters' Alertmanagers that a channel asks for. Where none does, no cluster is asked and nothing is kept.</summary>
internal sealed class MemberAlertSweep(
    MemberAlertReader reader, IDbContextFactory<PortalDbContext> contexts, NotificationOutbox outbox, IOptions<PortalAlertOptions> options, TimeProvider time) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var channels = await db.NotificationChannels.AsNoTracking().Where(channel => channel.Hears != ChannelHears.Portal).ToListAsync(cancellationToken);
        var open = await db.PortalAlerts.Where(alert => alert.EndedAt == null && alert.Kind == PortalAlertKind.MemberAlert).ToListAsync(cancellationToken);
        if (channels.Count == 0)
        {
            open.ForEach(alert => alert.EndedAt = time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var said = await reader.ReadAsync(cancellationToken);
        var now = time.GetUtcNow();

        // Of a cluster that has left nothing will be heard any more, and nothing is told.
        var joined = said.Select(one => one.Member.Id).ToHashSet();
        var left = open.Where(alert => alert.ClusterId is not { } cluster || !joined.Contains(cluster)).ToList();
        left.ForEach(alert => alert.EndedAt = now);
        open = [.. open.Except(left)];

        var picture = MemberAlertRules.Picture(said, open, condition => Wanted(channels, condition, now), now);
        var doubted = await reader.DoubtedAsync(MemberAlertRules.Gone(picture, open), cancellationToken);
        picture = picture with { Unclear = picture.Unclear.Concat(doubted.Select(alert => (alert.Kind, alert.SubjectKey))).ToHashSet() };
        await AlertWriting.SaveAsync(db, PortalAlertRules.Decide(open, picture, options.Value, now), outbox, now, cancellationToken);
    }

    private static bool Wanted(List<NotificationChannel> channels, AlertCondition condition, DateTimeOffset now)
    {
        var alert = PortalAlertRules.Raise(condition, now);
        return channels.Exists(channel => ChannelRouting.IsRouted(channel, alert));
    }
}
