using Portal.Core.Access;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>The feature service of where applications' manifests come from. Every method but the webhook's checks the actor's rights.</summary>
public interface IApplicationSources
{
    /// <summary>Null when the manifests are given by people.</summary>
    Task<ApplicationSourceView?> FindAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Gives the application a source, or changes it, and asks for a sync. From then on people change the placement alone.</summary>
    Task<ApplicationSourceView> SetAsync(Guid applicationId, SourceRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes the source away: the revisions stay, and people give the manifests.</summary>
    Task RemoveAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks for a sync now.</summary>
    Task<ApplicationSourceView> SyncAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken);

    /// <summary>A Git server tells of a push. False when it does not prove that it knows the secret: then nothing was done.</summary>
    /// <param name="signature">GitHub's X-Hub-Signature-256 ("sha256=…"), or null.</param>
    /// <param name="token">GitLab's X-Gitlab-Token, or null.</param>
    Task<bool> HookAsync(Guid applicationId, string? signature, string? token, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
