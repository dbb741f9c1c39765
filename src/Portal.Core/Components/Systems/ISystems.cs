using Portal.Core.Access;

namespace Portal.Core.Components.Systems;

/// <summary>The systems that the catalogue offers, and those that are installed. They are changed by plans. Every method checks the actor's rights and throws ProblemException.</summary>
public interface ISystems
{
    /// <summary>What the catalogue offers, by title.</summary>
    Task<IReadOnlyList<SystemOffer>> ListOffersAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The installed ones, the eldest first; of operations each has the last alone.</summary>
    Task<IReadOnlyList<SystemDetail>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound.</summary>
    Task<SystemDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
