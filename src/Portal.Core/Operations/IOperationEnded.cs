using Portal.Core.Data;

namespace Portal.Core.Operations;

/// <summary>
/// Settles a feature's own rows when an operation ends (succeeded, failed or cancelled), in the transaction in which it
/// ends: a failed install marks its release, an ended join frees its cluster. Registered by kind with
/// <see cref="OperationServices.AddOperationEnded{T}"/>; called in web and worker processes alike.
/// </summary>
public interface IOperationEnded
{
    /// <summary>
    /// Changes rows through <paramref name="db"/> only; the caller saves and commits. <paramref name="operation"/> has its
    /// final state, its error and its steps. May be called again after a lost connection, with nothing of the first call kept.
    /// </summary>
    Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken);

    /// <summary>The same when a person retries an ended operation and it is queued again.</summary>
    Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) => Task.CompletedTask;
}
