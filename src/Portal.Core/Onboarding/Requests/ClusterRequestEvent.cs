namespace Portal.Core.Onboarding.Requests;

/// <summary>One line of a request's history.</summary>
public sealed class ClusterRequestEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid RequestId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RequestEventKind Kind { get; init; }

    public required string ActorName { get; init; }

    /// <summary>A person's comment, or the reason; empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>What was asked for at the time.</summary>
    public string ContentHash { get; init; } = "";

    public Guid? OperationId { get; init; }
}

/// <summary>What can happen to a request.</summary>
public enum RequestEventKind
{
    Asked,
    Changed,
    RefusedByRules,
    Refused,
    ApprovedByRule,
    Approved,
    CommandMade,
    KubeconfigGiven,
    Joined,
    Installed,
    Tested,
    Failed,
    TriedAgain,
    HandedOver,
    Withdrawn,
    Expired,
}
