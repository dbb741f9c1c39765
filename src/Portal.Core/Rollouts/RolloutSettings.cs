using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>How a rollout goes about its changes.</summary>
/// <param name="Concurrency">Clusters that are changed at once, 1 to <see cref="MostConcurrent"/>.</param>
/// <param name="OnFailure">What to do when a change fails.</param>
/// <param name="Canaries">The clusters that go first; may be empty.</param>
/// <param name="OnNotReady">What becomes of an upgrade that does not become ready, whatever is done with the others.</param>
/// <param name="Waves">Null for all clusters as soon as the canaries have succeeded.</param>
public sealed record RolloutSettings(
    int Concurrency, FailurePolicy OnFailure, IReadOnlyList<Guid> Canaries, ChangeFailure OnNotReady = ChangeFailure.RollBack, RolloutWaves? Waves = null)
{
    public const int MostConcurrent = 50;

    /// <summary>Five clusters at once, no canary, and no further than the first failure.</summary>
    public static RolloutSettings Default { get; } = new(5, FailurePolicy.Stop, []);
}
