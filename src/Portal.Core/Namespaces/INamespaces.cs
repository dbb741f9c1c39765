using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Namespaces;

/// <summary>The feature service of teams' namespaces. Every method checks the actor's rights and throws ProblemException.</summary>
public interface INamespaces
{
    /// <summary>By name, then by team.</summary>
    Task<Page<NamespaceSummary>> ListAsync(NamespaceQuery query, Actor actor, CancellationToken cancellationToken);

    Task<NamespaceDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>How many wait for <paramref name="actor"/> to approve them; zero for who may approve none.</summary>
    Task<int> CountWaitingAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks the rules about a draft; stores nothing, and asks no cluster.</summary>
    Task<NamespaceCheck> CheckAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>The same, and asks the clusters: what would change there, and whether more is used than would be allowed. Changes nothing.</summary>
    Task<NamespacePreview> PreviewAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores a request, and decides it by the rules: refused, approved and delivered, or waiting for an approver. Conflict for one that the team has there.</summary>
    Task<NamespaceDetail> AskAsync(NamespaceDraft draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>Describes it anew, or asks again for what was withdrawn or has expired. What is delivered stays until the change is approved.</summary>
    /// <param name="version">The version that the person saw.</param>
    Task<NamespaceDetail> ChangeAsync(Guid id, NamespaceDraft draft, uint version, Actor actor, CancellationToken cancellationToken);

    /// <summary>Runs the rules again, approves exactly what was seen, and delivers it. Never by who asked or described it.</summary>
    /// <param name="seen">The content hash that the approver saw; Conflict when it is another by now.</param>
    Task<NamespaceDetail> ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken);

    /// <param name="comment">How to comply; must be given.</param>
    Task<NamespaceDetail> RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes back what is not approved; what is delivered stays as it is.</summary>
    Task<NamespaceDetail> WithdrawAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Delivers what was approved to all of its clusters once more.</summary>
    Task<NamespaceStarted> DeliverAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts its removal from all clusters, with all that is in it. It holds its name and quota until it is gone everywhere.</summary>
    /// <param name="confirm">The name, as typed.</param>
    Task<NamespaceStarted> DeleteAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken);

    /// <summary>What each cluster says of its quota, asked now.</summary>
    Task<IReadOnlyList<NamespaceUsage>> ReadUsageAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>What is in it on each cluster, asked now.</summary>
    Task<IReadOnlyList<NamespaceContents>> ReadContentsAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
