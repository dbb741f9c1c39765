using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.Notifications.Outbox;

namespace Portal.Jobs.Monitoring.Notifications;

/// <summary>
/// Sends the messages that are due, each channel by itself. An attempt is written before it is made: a worker that dies in the midst of one
/// leaves it to the next, which sends the message again with the same id, in case it had not arrived.
/// </summary>
internal sealed partial class MessageSending(
    NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, ChannelSender sender, MessageComposer composer, IOptions<NotificationOptions> options, TimeProvider time,
    ILogger<MessageSending> logger)
{
    private const int AtOnce = 8;

    /// <summary>The next attempt is put off for longer than one takes; the oldest message of a channel goes first.</summary>
    private const string Claim =
        """
        UPDATE notification_messages SET attempts = attempts + 1, next_attempt_at = @claimed WHERE id = (
            SELECT m.id FROM notification_messages m
            WHERE m.state = 'Waiting' AND m.next_attempt_at <= @now AND m.channel_id = @channel
                AND NOT EXISTS (SELECT 1 FROM notification_messages o WHERE o.channel_id = m.channel_id AND o.state = 'Waiting' AND o.id < m.id)
            FOR UPDATE SKIP LOCKED)
        RETURNING id
        """;

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var channels = await db.NotificationMessages.Where(message => message.State == MessageState.Waiting && message.NextAttemptAt <= now)
            .Select(message => message.ChannelId).Distinct().ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(
            channels, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (channel, token) =>
            {
                while (await ClaimAsync(channel, token) is { } message && await SendOneAsync(message, token))
                {
                }
            });
    }

    private async Task<Guid?> ClaimAsync(Guid channelId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = dataSource.CreateCommand(Claim);
        command.Parameters.AddWithValue("channel", channelId);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("claimed", now + options.Value.Timeout + TimeSpan.FromMinutes(1));
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    /// <summary>True when it was sent.</summary>
    private async Task<bool> SendOneAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var message = await db.NotificationMessages.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (message is null)
        {
            return false;
        }

        var channel = await db.NotificationChannels.AsNoTracking().SingleAsync(row => row.Id == message.ChannelId, cancellationToken);
        var alerts = await db.NotificationDeliveries.Where(delivery => delivery.MessageId == id)
            .Join(db.PortalAlerts, delivery => delivery.AlertId, alert => alert.Id, (_, alert) => alert).AsNoTracking().ToListAsync(cancellationToken);
        var failure = alerts.Count == 0 ? null : await sender.SendAsync(channel, composer.Compose(id, channel.Language, message.Event, alerts), cancellationToken);
        var now = time.GetUtcNow();
        message.Failure = failure;
        if (failure is null)
        {
            (message.State, message.EndedAt) = (MessageState.Sent, now);
        }
        else if (message.Attempts >= options.Value.MaxAttempts)
        {
            (message.State, message.EndedAt) = (MessageState.Failed, now);
            GivenUp(logger, channel.Name, message.Attempts, failure.Why);
        }
        else
        {
            message.NextAttemptAt = now + NotificationOptions.PauseAfter(message.Attempts);
        }

        // Not cancelled with the worker: what was sent is to be known as sent.
        await db.SaveChangesAsync(CancellationToken.None);
        return failure is null;
    }

    [LoggerMessage(LogLevel.Warning, "A message to channel {Channel} was given up after {Attempts} attempts: {Why}")]
    private static partial void GivenUp(ILogger logger, string channel, int attempts, string why);
}
