namespace Portal.Core.Rollouts.Waves;

/// <summary>What a person has told a rollout while it runs; there is no row before that.</summary>
public sealed class RolloutControl
{
    public required Guid RolloutId { get; init; }

    /// <summary>Since when nothing more is started; null when it is not held.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    public string PausedBy { get; set; } = "";

    /// <summary>When it was told to stop and to take back what it did; null for never.</summary>
    public DateTimeOffset? AbortedAt { get; set; }

    public string AbortedBy { get; set; } = "";
}
