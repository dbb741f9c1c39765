using Portal.Core.Access;

namespace Portal.Core.Rollouts;

/// <summary>The feature service of rollouts. Cancelling and retrying one is <see cref="Operations.IOperations"/>' business: it is an operation.</summary>
public interface IRollouts
{
    /// <summary>Throws NotFound for an operation that is not a rollout.</summary>
    Task<RolloutDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
