using Portal.Core.Access;

namespace Portal.Core.Distribution.Failover;

/// <summary>The feature service of an application's moves away from lost clusters. Every method checks the actor's rights.</summary>
public interface IEvictions
{
    /// <summary>What is open, and then what has ended, the newest first.</summary>
    Task<IReadOnlyList<EvictionView>> ListAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Lets one go on that has stopped and asks.</summary>
    /// <param name="confirmDeletions">How many objects may be removed, where that is what it asks.</param>
    Task ApproveAsync(Guid applicationId, Guid id, int? confirmDeletions, Actor actor, CancellationToken cancellationToken);

    /// <summary>Nothing is moved until the cluster is back. Only before the copy there was given up.</summary>
    Task DismissAsync(Guid applicationId, Guid id, Actor actor, CancellationToken cancellationToken);
}

/// <param name="LostAt">Since when the cluster did not answer.</param>
/// <param name="GivenUpAt">When the replacement was healthy; null as long as the copy there counts.</param>
/// <param name="NextAt">When it is tried again; null where that is not known.</param>
/// <param name="Deletions">How many objects would be removed, where that has to be confirmed; else null.</param>
public sealed record EvictionView(
    Guid Id,
    Guid ClusterId,
    string ClusterName,
    EvictionState State,
    DateTimeOffset StateSince,
    string Reason,
    DateTimeOffset LostAt,
    DateTimeOffset? GivenUpAt,
    DateTimeOffset? NextAt,
    Guid? OperationId,
    string? ApprovedBy,
    int? Deletions,
    DateTimeOffset? EndedAt);
