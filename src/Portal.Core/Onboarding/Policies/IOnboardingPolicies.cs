using Portal.Core.Access;

namespace Portal.Core.Onboarding.Policies;

/// <summary>The feature service of onboarding policies. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IOnboardingPolicies
{
    /// <summary>The portal's default first, then by team. Who has only teams sees the default and those of the teams.</summary>
    Task<IReadOnlyList<PolicyView>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<PolicyView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes a team's policy, or the default for null. Conflict when there is one already.</summary>
    Task<PolicyView> CreateAsync(Guid? teamId, PolicyContent content, Actor actor, CancellationToken cancellationToken);

    /// <param name="version">The version that the person saw.</param>
    Task<PolicyView> UpdateAsync(Guid id, PolicyContent content, uint version, Actor actor, CancellationToken cancellationToken);

    /// <summary>The team falls back to the default; without any, nothing can be asked for.</summary>
    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>The teams for which <paramref name="actor"/> may ask for clusters, by name; at most 500.</summary>
    Task<IReadOnlyList<RequestableTeam>> ListRequestableAsync(Actor actor, CancellationToken cancellationToken);
}
