using Portal.Core.Access;

namespace Portal.Core.Components.Drift;

/// <summary>The feature service of drift. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IReleaseDrifts
{
    /// <summary>The state of releases: on a cluster, of a component, or all.</summary>
    Task<IReadOnlyDictionary<Guid, DriftSummary>> ListAsync(string? component, Guid? clusterId, Actor actor, CancellationToken cancellationToken);

    Task<DriftDetail> GetAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks for a fresh comparison. A worker makes it within seconds.</summary>
    Task RefreshAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken);

    /// <summary>Remembers a difference as wanted, as long as its value stays.</summary>
    Task AcceptAsync(Guid clusterId, string component, AcceptDriftRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>No longer wanted: it is drift again.</summary>
    Task WithdrawAsync(Guid clusterId, string component, Guid accepted, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes the drifted objects what the manifest says, but for what is accepted. Returns the operation.</summary>
    /// <param name="objects">Keys of objects; null for all that drifted.</param>
    Task<Guid> RepairAsync(Guid clusterId, string component, IReadOnlyList<string>? objects, Actor actor, CancellationToken cancellationToken);
}
