using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Notifications.Outbox;

/// <summary>That a channel is to be told of one event of one alert: written with the event, in one transaction. At most one each.</summary>
public sealed class NotificationDelivery
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ChannelId { get; init; }

    public required Guid AlertId { get; init; }

    public required MessageEvent Event { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The message that tells it; null until those that belong together are put into one.</summary>
    public Guid? MessageId { get; set; }
}

/// <summary>How far a message is.</summary>
public enum MessageState
{
    /// <summary>To be sent, or to be tried again.</summary>
    Waiting,
    Sent,
    Failed,
}

/// <summary>One message to one channel, of one alert or of many.</summary>
public sealed class NotificationMessage
{
    public const int LongestTitle = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ChannelId { get; init; }

    public required MessageEvent Event { get; init; }

    public required string Title { get; init; }

    /// <summary>How many alerts it tells of.</summary>
    public required int Alerts { get; init; }

    public MessageState State { get; set; }

    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Sent, or given up.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public Problem? Failure { get; set; }
}
