using Portal.Core.Access;

namespace Portal.Core.Rollouts;

/// <summary>The feature service of rollouts. Cancelling and retrying one is <see cref="Operations.IOperations"/>' business: it is an operation.</summary>
public interface IRollouts
{
    /// <summary>Throws NotFound for an operation that is not a rollout.</summary>
    Task<RolloutDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts nothing more until it is resumed; what runs ends. Does nothing to one that is held already.</summary>
    Task PauseAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    Task ResumeAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stops it, cancels what runs, and takes back what it did, the last change first.</summary>
    Task AbortAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
