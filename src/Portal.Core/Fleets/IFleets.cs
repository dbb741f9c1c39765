using Portal.Core.Access;

namespace Portal.Core.Fleets;

/// <summary>The feature service of fleets. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IFleets
{
    /// <summary>The fleets that the actor may see, with their counts, by name.</summary>
    Task<IReadOnlyList<FleetSummary>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<FleetSummary> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    Task<FleetSummary> CreateAsync(FleetRequest request, Actor actor, CancellationToken cancellationToken);

    /// <param name="version">The version that the person saw: a change since then is a Conflict.</param>
    Task<FleetSummary> UpdateAsync(Guid id, FleetRequest request, uint version, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refused (Conflict) while the fleet has clusters.</summary>
    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
