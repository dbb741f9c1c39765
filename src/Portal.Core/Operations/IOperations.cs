using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Operations;

/// <summary>The feature service of operations. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IOperations
{
    /// <summary>Newest first, by cursor.</summary>
    Task<Page<OperationSummary>> ListAsync(OperationQuery query, Actor actor, CancellationToken cancellationToken);

    Task<OperationDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Lines after a sequence number, oldest first; at most <paramref name="take"/> (1 to 5,000).</summary>
    Task<IReadOnlyList<OperationLogLine>> ReadLogAsync(Guid id, long after, int take, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks the worker to stop between steps (and steps to stop early where they can). A queued one is cancelled at once.</summary>
    Task CancelAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Queues a failed or cancelled operation again, from the step that did not succeed.</summary>
    Task RetryAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
