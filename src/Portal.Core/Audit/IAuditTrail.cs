using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Audit;

/// <summary>What was done, by whom, and how it ended.</summary>
public interface IAuditTrail
{
    /// <summary>The newest first.</summary>
    /// <param name="take">1 to 200.</param>
    /// <param name="after">A page's Next.</param>
    Task<Page<AuditEntry>> SearchAsync(AuditQuery query, int take, string? after, Actor actor, CancellationToken cancellationToken);

    /// <summary>All that a query finds, the oldest first, while they are read. That it was asked for is recorded at once.</summary>
    Task<IAsyncEnumerable<AuditEntry>> ExportAsync(AuditQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>The kinds that entries have, for a filter.</summary>
    Task<IReadOnlyList<string>> ListKindsAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Follows the chain from its first link to its last, and records what it found.</summary>
    Task<AuditVerification> VerifyAsync(Actor actor, CancellationToken cancellationToken);
}
