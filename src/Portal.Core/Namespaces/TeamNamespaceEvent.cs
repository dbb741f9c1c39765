namespace Portal.Core.Namespaces;

/// <summary>One line of a namespace's history.</summary>
public sealed class TeamNamespaceEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid NamespaceId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required NamespaceEventKind Kind { get; init; }

    public required string ActorName { get; init; }

    /// <summary>A person's comment, or the reason; empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>What was asked for at the time.</summary>
    public string ContentHash { get; init; } = "";

    public Guid? OperationId { get; init; }
}

/// <summary>What can happen to a namespace.</summary>
public enum NamespaceEventKind
{
    Asked,
    Changed,
    RefusedByRules,
    Refused,
    ApprovedByRule,
    Approved,
    Withdrawn,
    Expired,

    /// <summary>A delivery to its clusters was started.</summary>
    Delivering,

    /// <summary>Its removal from its clusters was started.</summary>
    Deleting,
}
