namespace Portal.Core.Operations;

/// <summary>A line of an operation's append-only log, redacted before it is stored.</summary>
public sealed class OperationLogLine
{
    /// <summary>Grows with time within an operation; gaps mean nothing.</summary>
    public long Sequence { get; init; }

    public required Guid OperationId { get; init; }

    /// <summary>The step's ordinal, or null for lines of the operation itself.</summary>
    public int? Step { get; init; }

    public required DateTimeOffset At { get; init; }

    public required LineLevel Level { get; init; }

    /// <summary>At most 4,096 characters; longer lines are cut and say so.</summary>
    public required string Text { get; init; }
}
