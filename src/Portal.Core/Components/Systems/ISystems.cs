using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Components.Systems;

/// <summary>The systems that the catalogue offers, and those that are installed. They are changed by plans. Every method checks the actor's rights and throws ProblemException.</summary>
public interface ISystems
{
    /// <summary>The most that one page of the list has.</summary>
    const int MostListed = 100;

    /// <summary>What the catalogue offers, by title.</summary>
    Task<IReadOnlyList<SystemOffer>> ListOffersAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The installed ones, the eldest first; of operations each has the last alone.</summary>
    /// <param name="skip">How many are passed over.</param>
    /// <param name="take">1 to <see cref="MostListed"/>; more or less than that counts as the nearest.</param>
    Task<Page<SystemDetail>> ListAsync(int skip, int take, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound.</summary>
    Task<SystemDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}
