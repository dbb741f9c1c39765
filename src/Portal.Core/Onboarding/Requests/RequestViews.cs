using Portal.Core.Approvals;
using Portal.Core.Components.Profiles;

namespace Portal.Core.Onboarding.Requests;

/// <summary>A row of the list of requests.</summary>
/// <param name="FleetName">Empty when the fleet is gone.</param>
public sealed record RequestSummary(
    Guid Id,
    string Name,
    Guid TeamId,
    string TeamName,
    Guid FleetId,
    string FleetName,
    string Provider,
    string Region,
    RequestState State,
    string Reason,
    Guid AskedById,
    string AskedBy,
    DateTimeOffset AskedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset ExpiresAt);

/// <summary>A request as its own page shows it.</summary>
/// <param name="ContentHash">Give it back with an approval, a refusal or a change: it says what was seen.</param>
/// <param name="Checks">What the rules said last.</param>
/// <param name="ClusterId">Once a join has begun.</param>
/// <param name="JoinOperationId">Null until the command was run or the kubeconfig given.</param>
/// <param name="InstallStage">How far its profile is; null before.</param>
/// <param name="Events">Oldest first.</param>
public sealed record RequestDetail(
    RequestSummary Summary,
    RequestContent Content,
    string ContentHash,
    IReadOnlyList<RuleResult> Checks,
    Guid ChangedById,
    string ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string Comment,
    RequestState? FailedIn,
    Guid? ClusterId,
    Guid? JoinOperationId,
    ProfileStage? InstallStage,
    Guid? InstallOperationId,
    Guid? TestOperationId,
    IReadOnlyList<RequestEventView> Events);

public sealed record RequestEventView(DateTimeOffset At, RequestEventKind Kind, string ActorName, string Text, string ContentHash, Guid? OperationId);
