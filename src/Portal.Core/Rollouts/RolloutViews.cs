using Portal.Core.Operations;

namespace Portal.Core.Rollouts;

/// <summary>A rollout's settings and changes, beside the operation's own page.</summary>
public sealed record RolloutDetail(RolloutSettings Settings, IReadOnlyList<RolloutChangeView> Changes);

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
    RolloutChangeState State,
    IReadOnlyList<int> Needs,
    Guid? OperationId,
    OperationState? OperationState,
    int StepsDone,
    int Steps,
    string? CurrentStep,
    string Reason);
