using Portal.Core.Operations;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>What a rollout does next.</summary>
/// <param name="Start">Changes whose turn has come, by ordinal.</param>
/// <param name="Skip">Changes that will never have their turn, with the reason.</param>
/// <param name="TakeBack">True when what was changed is to be taken back now.</param>
/// <param name="Wave">A wave that goes on to another state.</param>
/// <param name="Check">The wave that is to be checked now.</param>
/// <param name="End">The state in which the rollout ends, or null while something is left to do.</param>
public sealed record RolloutMove(
    IReadOnlyList<int> Start, IReadOnlyList<SkippedChange> Skip, bool TakeBack = false, OperationState? End = null, WaveMove? Wave = null, int? Check = null)
{
    /// <summary>Nothing to do until an operation ends.</summary>
    public static RolloutMove Wait { get; } = new([], []);
}

/// <param name="Ordinal">Of the change.</param>
public sealed record SkippedChange(int Ordinal, string Reason);
