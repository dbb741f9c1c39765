namespace Portal.Core.Rollouts.Waves;

/// <summary>What holds a rollout's changes back beside each other: its waves, and what a person has said.</summary>
/// <param name="Waves">By number; empty for a rollout without waves.</param>
public sealed record RolloutGate(IReadOnlyList<RolloutWave> Waves, DateTimeOffset Now, bool Paused = false, bool Aborted = false)
{
    /// <summary>Nothing is held back.</summary>
    public static RolloutGate Open { get; } = new([], default);

    /// <summary>The wave whose turn it is; null when there is none, or all have passed.</summary>
    public RolloutWave? Current => Waves.FirstOrDefault(wave => wave.State != WaveState.Passed);

    public bool HasFailed => Waves.Any(wave => wave.State == WaveState.Failed);

    public bool Admits(RolloutChange change) => Current is not { } current || change.Wave <= current.Number;
}
