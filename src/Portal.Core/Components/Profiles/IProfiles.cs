using Portal.Core.Access;

namespace Portal.Core.Components.Profiles;

/// <summary>The feature service of profiles. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IProfiles
{
    /// <summary>Those of the catalogue first, then by name.</summary>
    Task<IReadOnlyList<ProfileSummary>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<ProfileDetail> GetAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes a profile, or changes one.</summary>
    /// <param name="version">The version that the person saw; null to make a new one.</param>
    Task<ProfileDetail> SaveAsync(ProfileContent content, uint? version, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refused (Conflict) while a fleet has it.</summary>
    Task DeleteAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Reads a profile, or Kurator's own Fleet and AttachedCluster objects. Stores nothing.</summary>
    Task<ProfileImport> ReadAsync(string yaml, Actor actor, CancellationToken cancellationToken);

    Task<FleetProfileDetail> GetFleetAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);

    /// <summary>From now on a cluster that joins the fleet is brought to the profile; for those that are in it, make a plan.</summary>
    Task AssignAsync(Guid fleetId, string profile, bool cleanUp, Actor actor, CancellationToken cancellationToken);

    /// <summary>The fleet has no profile any more. Nothing is uninstalled.</summary>
    Task UnassignAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes a plan that brings all clusters of the fleet to its profile. Conflict when there is nothing to do.</summary>
    Task<Guid> PlanAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken);
}
