namespace Portal.Core.Access;

/// <summary>Who acts now: implemented in Web for the circuit or request.</summary>
public interface IActorSource
{
    /// <summary>The signed-in actor with the roles held now; throws Forbidden when nobody is signed in.</summary>
    Task<Actor> GetAsync(CancellationToken cancellationToken);
}
