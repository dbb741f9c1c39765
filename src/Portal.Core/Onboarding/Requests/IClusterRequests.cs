using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Data;

namespace Portal.Core.Onboarding.Requests;

/// <summary>The feature service of requests for clusters. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IClusterRequests
{
    /// <summary>Newest first.</summary>
    Task<Page<RequestSummary>> ListAsync(RequestQuery query, Actor actor, CancellationToken cancellationToken);

    Task<RequestDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>How many wait for <paramref name="actor"/> to approve them; zero for who may approve none.</summary>
    Task<int> CountWaitingAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks the rules about a draft; stores nothing.</summary>
    Task<IReadOnlyList<RuleResult>> CheckAsync(RequestDraft draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores a request, and decides it by the rules: refused, approved, or waiting for an approver.</summary>
    Task<RequestDetail> AskAsync(RequestDraft draft, Actor actor, CancellationToken cancellationToken);

    /// <summary>Describes the cluster anew; an approval that was given is gone.</summary>
    /// <param name="seen">The content hash that the person saw.</param>
    Task<RequestDetail> ChangeAsync(Guid id, RequestDraft draft, string seen, Actor actor, CancellationToken cancellationToken);

    /// <summary>Runs the rules again and approves exactly what was seen. Never by who asked or described it.</summary>
    /// <param name="seen">The content hash that the approver saw; Conflict when it is another by now.</param>
    Task<RequestDetail> ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken);

    /// <param name="comment">How to comply; must be given.</param>
    Task<RequestDetail> RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken);

    /// <summary>A command that was not run yet is revoked, and the name is free again.</summary>
    Task<RequestDetail> WithdrawAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Tries again what failed: the join, the profile or the smoke test.</summary>
    Task<RequestDetail> RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
