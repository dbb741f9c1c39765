using Portal.Core.Access;

namespace Portal.Core.Components.Adoption;

/// <summary>The feature service of what is installed already. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IReleaseAdoption
{
    /// <summary>What was found in one cluster at the last look, without what the portal has.</summary>
    Task<DiscoveredReleases> ListAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>What was found in all clusters of a fleet, at most 2,000 releases.</summary>
    Task<IReadOnlyList<DiscoveredReleaseView>> ListFleetAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks for a fresh look. A worker takes it within seconds.</summary>
    Task RefreshAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes releases over (1 to 500): one operation each, which changes nothing in a cluster.</summary>
    Task<IReadOnlyList<StartedAdoption>> AdoptAsync(IReadOnlyList<AdoptionRequest> requests, Actor actor, CancellationToken cancellationToken);

    /// <summary>Forgets a release: its rows go, and nothing in the cluster changes.</summary>
    Task ForgetAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken);
}
