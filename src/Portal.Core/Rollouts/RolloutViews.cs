using Portal.Core.Operations;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>A rollout's settings and changes, beside the operation's own page.</summary>
/// <param name="Waves">By number; empty without waves.</param>
/// <param name="PausedBy">Who holds it; null when it is not held.</param>
/// <param name="AbortedBy">Who told it to stop and to take back what it did, or null.</param>
public sealed record RolloutDetail(
    RolloutSettings Settings, IReadOnlyList<RolloutChangeView> Changes, IReadOnlyList<RolloutWaveView> Waves, string? PausedBy = null, string? AbortedBy = null);

/// <param name="SoakUntil">When its soak time is over; null before its changes have ended.</param>
/// <param name="CheckedAt">When it was last checked; null for never.</param>
public sealed record RolloutWaveView(
    int Number, WaveState State, DateTimeOffset? SoakUntil, DateTimeOffset? CheckedAt, IReadOnlyList<WaveCheckResult> Results, string Reason);

/// <param name="OperationId">Null before its turn.</param>
/// <param name="OperationState">Of its operation now, or null before its turn.</param>
/// <param name="StepsDone">Of its operation.</param>
/// <param name="Steps">Of its operation; 0 before its turn.</param>
/// <param name="Reason">Why it failed or was skipped; else empty.</param>
public sealed record RolloutChangeView(
    int Ordinal,
    Guid ClusterId,
    string ClusterName,
    string Subject,
    string Kind,
    RolloutStage Stage,
    int Wave,
    RolloutChangeState State,
    IReadOnlyList<int> Needs,
    Guid? OperationId,
    OperationState? OperationState,
    int StepsDone,
    int Steps,
    string? CurrentStep,
    string Reason);
