using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications;

internal sealed class ChannelService(
    IDbContextFactory<PortalDbContext> contexts, ChannelSecretStore secrets, ChannelSender sender, MessageComposer composer, IValidator<ChannelRequest> validator, TimeProvider time) : IChannels
{
    private const int MostChannels = 200;

    public async Task<IReadOnlyList<ChannelView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var channels = await db.NotificationChannels.AsNoTracking().OrderBy(channel => channel.Name).Take(MostChannels).ToListAsync(cancellationToken);
        var last = await db.NotificationMessages.AsNoTracking().GroupBy(message => message.ChannelId)
            .Select(group => group.OrderByDescending(message => message.Id).First()).ToDictionaryAsync(message => message.ChannelId, cancellationToken);
        return channels.ConvertAll(channel => secrets.View(channel) with { LastMessage = last.TryGetValue(channel.Id, out var message) ? MessageViews.Of(message) : null });
    }

    public async Task<ChannelView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return secrets.View(await FindAsync(db, id, cancellationToken));
    }

    public async Task<ChannelView> CreateAsync(ChannelRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageNotifications);
        validator.Demand(request, "The channel was not created");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.NotificationChannels.CountAsync(cancellationToken) >= MostChannels)
        {
            throw ProblemException.Conflict("The channel was not created", "There are 200 channels already.", "Delete one that is not needed any more.");
        }

        var channel = new NotificationChannel
        {
            Name = request.Name.Trim(),
            Kind = request.Kind,
            Language = request.Language,
            Host = "",
            ProtectedSecrets = [],
            UpdatedAt = time.GetUtcNow(),
            UpdatedBy = actor.Name,
        };
        secrets.Write(channel, request, "The channel was not created");
        Describe(channel, request);
        db.Add(channel);
        await SaveAsync(db, channel, cancellationToken);
        return secrets.View(channel);
    }

    public async Task<ChannelView> UpdateAsync(Guid id, ChannelRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageNotifications);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var channel = await FindAsync(db, id, cancellationToken);
        validator.Demand(request with { Kind = channel.Kind }, "The channel was not changed");
        if (request.Version != channel.Version)
        {
            throw Changed(channel.Name);
        }

        secrets.Write(channel, request, "The channel was not changed");
        (channel.Name, channel.Language, channel.UpdatedAt, channel.UpdatedBy) = (request.Name.Trim(), request.Language, time.GetUtcNow(), actor.Name);
        Describe(channel, request);
        await SaveAsync(db, channel, cancellationToken);
        if (channel.IsQuiet)
        {
            // What waits would be old news when it is loud again.
            await db.NotificationDeliveries.Where(delivery => delivery.ChannelId == id && delivery.MessageId == null).ExecuteDeleteAsync(cancellationToken);
            await db.NotificationMessages.Where(message => message.ChannelId == id && message.State == MessageState.Waiting).ExecuteDeleteAsync(cancellationToken);
        }

        return secrets.View(channel);
    }

    public async Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageNotifications);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.NotificationChannels.Where(channel => channel.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw Unknown();
        }
    }

    public async Task<MessageView> TestAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageNotifications);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var channel = await FindAsync(db, id, cancellationToken);
        var started = time.GetUtcNow();
        var sent = composer.Test(Guid.CreateVersion7(), channel.Name, channel.Language);
        var failure = await sender.SendAsync(channel, sent, cancellationToken);
        var message = new NotificationMessage
        {
            Id = sent.Id,
            ChannelId = id,
            Event = MessageEvent.Test,
            Title = sent.Title,
            Alerts = 0,
            State = failure is null ? MessageState.Sent : MessageState.Failed,
            Attempts = 1,
            CreatedAt = started,
            NextAttemptAt = started,
            EndedAt = time.GetUtcNow(),
            Failure = failure,
        };
        db.Add(message);
        await db.SaveChangesAsync(cancellationToken);
        return MessageViews.Of(message);
    }

    public async Task<Page<MessageView>> MessagesAsync(Guid id, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await FindAsync(db, id, cancellationToken);
        var all = db.NotificationMessages.AsNoTracking().Where(message => message.ChannelId == id);
        var items = await all.OrderByDescending(message => message.Id).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 200)).ToListAsync(cancellationToken);
        return new Page<MessageView>(items.ConvertAll(MessageViews.Of), await all.CountAsync(cancellationToken), null);
    }

    private static void Describe(NotificationChannel channel, ChannelRequest request)
    {
        (channel.AlertKinds, channel.FleetIds, channel.ClusterIds) = ([.. (request.AlertKinds ?? []).Distinct()], [.. (request.FleetIds ?? []).Distinct()], [.. (request.ClusterIds ?? []).Distinct()]);
        (channel.Hears, channel.Matchers) = (request.Hears, [.. (request.Matchers ?? []).Distinct()]);
        (channel.MinSeverity, channel.RepeatAfter, channel.TellsEnds, channel.IsQuiet) = (request.MinSeverity, request.RepeatAfter, request.TellsEnds, request.IsQuiet);
    }

    private static async Task SaveAsync(PortalDbContext db, NotificationChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Changed(channel.Name);
        }
        catch (DbUpdateException error) when (error.IsTaken(NotificationChannelTable.UniqueName))
        {
            throw ProblemException.Conflict($"Channel {channel.Name} was not stored", "Another channel has this name.", "Choose another name.");
        }
    }

    private static async Task<NotificationChannel> FindAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.NotificationChannels.SingleOrDefaultAsync(channel => channel.Id == id, cancellationToken) ?? throw Unknown();

    private static ProblemException Unknown() => ProblemException.NotFound("This channel does not exist");

    private static ProblemException Changed(string channel) => ProblemException.Conflict(
        $"Channel {channel} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");
}

internal static class MessageViews
{
    public static MessageView Of(NotificationMessage message) => new(
        message.Id, message.Event, message.Title, message.Alerts, message.State, message.Attempts, message.CreatedAt, message.EndedAt,
        message.State == MessageState.Waiting ? message.NextAttemptAt : null, message.Failure);
}
