using Portal.Core.Access;
using Portal.Core.Problems;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>What a feature does for the changes of its kinds. Registered by kind with <see cref="RolloutServices.AddRolloutStarter{T}"/>.</summary>
public interface IRolloutStarter
{
    /// <summary>
    /// Makes the change's operation under <see cref="RolloutChange.OperationId"/>, or queues it again where it has failed.
    /// One that is there already is left alone, so that a second call does nothing. Returns why it cannot be started, or null.
    /// </summary>
    Task<Problem?> StartAsync(RolloutChange change, Actor actor, CancellationToken cancellationToken);

    /// <summary>Whether what the change did is ready now; asked between waves. What is not known is not ready.</summary>
    /// <param name="change">One that has succeeded.</param>
    /// <param name="since">A look from before that says nothing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ChangeReadiness> LookAsync(RolloutChange change, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The change that takes this one back, or null when there is nothing to take back.</summary>
    /// <param name="change">One that has succeeded or failed.</param>
    /// <param name="ordinal">For the new change.</param>
    /// <param name="needs">For the new change: what must be taken back first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<RolloutChange?> UndoAsync(RolloutChange change, int ordinal, int[] needs, CancellationToken cancellationToken);
}
