using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>A channel as a person gives it. A secret that is null stays as it is stored; an empty one is removed.</summary>
/// <param name="Kind">Cannot be changed later.</param>
/// <param name="Language">"en" or "zh-Hans".</param>
/// <param name="Url">Of all but mail. Never told again.</param>
/// <param name="SigningSecret">Of a webhook, DingTalk or Feishu. Never told again.</param>
/// <param name="Token">A bearer token for a webhook. Never told again.</param>
/// <param name="Mail">For mail.</param>
/// <param name="Password">For mail. Never told again.</param>
/// <param name="AlertKinds">The kinds of the portal's own alerts that it is told of; null or empty for all.</param>
/// <param name="FleetIds">Alerts of these alone; null or empty for all.</param>
/// <param name="ClusterIds">Alerts of these alone; null or empty for all.</param>
/// <param name="Version">Of the channel that was read; null for a new one.</param>
public sealed record ChannelRequest(
    string Name, ChannelKind Kind, string Language = "en", string? Url = null, string? SigningSecret = null, string? Token = null, MailSettings? Mail = null, string? Password = null,
    IReadOnlyList<PortalAlertKind>? AlertKinds = null, AlertSeverity MinSeverity = AlertSeverity.Info, IReadOnlyList<Guid>? FleetIds = null, IReadOnlyList<Guid>? ClusterIds = null,
    bool TellsEnds = true, bool IsQuiet = false, uint? Version = null)
{
    /// <summary>How long after a message about something the next one about the same is held back; at most 7 days.</summary>
    public TimeSpan RepeatAfter { get; init; }

    /// <summary>Whose alerts it is told of.</summary>
    public ChannelHears Hears { get; init; }

    /// <summary>What the labels of a cluster's alert must be, all of them; null or empty for any.</summary>
    public IReadOnlyList<SilenceMatcher>? Matchers { get; init; }

    /// <summary>Without the secrets: records print themselves.</summary>
    public override string ToString() => $"ChannelRequest {{ Name = {Name}, Kind = {Kind} }}";
}

/// <summary>A channel without its secrets.</summary>
/// <param name="Host">All that is shown of its address.</param>
public sealed record ChannelView(
    Guid Id, string Name, ChannelKind Kind, string Language, string Host, bool HasSigningSecret, bool HasToken, bool HasPassword, MailSettings? Mail,
    IReadOnlyList<PortalAlertKind> AlertKinds, AlertSeverity MinSeverity, IReadOnlyList<Guid> FleetIds, IReadOnlyList<Guid> ClusterIds,
    TimeSpan RepeatAfter, bool TellsEnds, bool IsQuiet, DateTimeOffset UpdatedAt, string UpdatedBy, uint Version, MessageView? LastMessage = null)
{
    public ChannelHears Hears { get; init; }

    public IReadOnlyList<SilenceMatcher> Matchers { get; init; } = [];
}

/// <summary>A message that was sent, waits, or was given up.</summary>
/// <param name="Failure">Why the last attempt failed; null when it did not.</param>
public sealed record MessageView(
    Guid Id, MessageEvent Event, string Title, int Alerts, MessageState State, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, DateTimeOffset? NextAttemptAt, Problem? Failure);

/// <summary>The channels that are told of alerts. Their addresses and secrets are stored encrypted, and never told again.</summary>
public interface IChannels
{
    Task<IReadOnlyList<ChannelView>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound.</summary>
    Task<ChannelView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws Invalid, or Conflict where the name is taken.</summary>
    Task<ChannelView> CreateAsync(ChannelRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound, Invalid, or Conflict when somebody was faster.</summary>
    Task<ChannelView> UpdateAsync(Guid id, ChannelRequest request, Actor actor, CancellationToken cancellationToken);

    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sends a message now, and waits for what comes of it: sent, or failed with the reason.</summary>
    Task<MessageView> TestAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>The messages of a channel, the newest first.</summary>
    Task<Page<MessageView>> MessagesAsync(Guid id, int skip, int take, Actor actor, CancellationToken cancellationToken);
}
