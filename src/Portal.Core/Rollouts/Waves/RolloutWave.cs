namespace Portal.Core.Rollouts.Waves;

/// <summary>One wave of a rollout. Its timer is a time in this row: no worker waits.</summary>
public sealed class RolloutWave
{
    public required Guid RolloutId { get; init; }

    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    public WaveState State { get; set; } = WaveState.Waiting;

    /// <summary>When its soak time is over; null before its changes have ended.</summary>
    public DateTimeOffset? SoakUntil { get; set; }

    /// <summary>When it is checked next; null before its changes have ended.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>What the last check came to; null when it was never checked.</summary>
    public DateTimeOffset? CheckedAt { get; set; }

    public IReadOnlyList<WaveCheckResult> Results { get; set; } = [];

    /// <summary>Why it failed; else empty.</summary>
    public string Reason { get; set; } = "";
}
