using Portal.Core.Access;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>The feature service of better placements that the portal has found. Every method checks the actor's rights.</summary>
public interface IProposals
{
    /// <summary>The newest first; one is open at most.</summary>
    Task<IReadOnlyList<ProposalView>> ListAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts the move as an operation, and gives its id.</summary>
    /// <param name="confirmDeletions">How many objects may be removed, where the proposal asks to confirm that.</param>
    Task<Guid> ApproveAsync(Guid applicationId, Guid id, int? confirmDeletions, Actor actor, CancellationToken cancellationToken);

    /// <summary>The same moves are not proposed again.</summary>
    Task DismissAsync(Guid applicationId, Guid id, Actor actor, CancellationToken cancellationToken);
}

/// <param name="Deletions">How many objects would be removed, where that has to be confirmed; else null.</param>
public sealed record ProposalView(
    Guid Id,
    int Revision,
    ProposalState State,
    IReadOnlyList<ProposedMove> Moves,
    string Reason,
    int? Deletions,
    DateTimeOffset CreatedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    Guid? OperationId);
