using Portal.Core.Kubernetes;

namespace Portal.Core.Secrets;

/// <summary>
/// Keeps an uploaded credential in the memory of the process that received it, for as long as its operation needs it, and
/// hands it to the worker that runs the operation (also in another process) encrypted for that worker alone. Never on disk.
/// </summary>
public interface ICredentialHandover
{
    /// <summary>Keeps the credential for the operation, at most 30 minutes.</summary>
    void Offer(Guid operationId, ScreenedKubeconfig kubeconfig);

    /// <summary>Asks all processes for it; null when none has it any more (its process was restarted, or it expired).</summary>
    Task<ScreenedKubeconfig?> TakeAsync(Guid operationId, CancellationToken cancellationToken);

    /// <summary>Forgets it, in every process: the operation has its own account now, or has ended.</summary>
    Task DiscardAsync(Guid operationId, CancellationToken cancellationToken);
}
