using Portal.Core.Access;

namespace Portal.Core.Components.Systems.Connections;

/// <summary>Reads what was last seen between the clusters of a system. Checks the actor's rights and throws ProblemException.</summary>
public interface ISystemConnections
{
    /// <summary>Every ordered pair of the system's clusters; none where the system connects none.</summary>
    Task<SystemConnectionsView> GetAsync(Guid systemId, Actor actor, CancellationToken cancellationToken);
}
