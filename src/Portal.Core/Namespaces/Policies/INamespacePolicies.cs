using Portal.Core.Access;

namespace Portal.Core.Namespaces.Policies;

/// <summary>The feature service of namespace policies. Every method checks the actor's rights and throws ProblemException.</summary>
public interface INamespacePolicies
{
    /// <summary>Those that <paramref name="actor"/> may see: the default first, then by team.</summary>
    Task<IReadOnlyList<NamespacePolicyView>> ListAsync(Actor actor, CancellationToken cancellationToken);

    Task<NamespacePolicyView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes a team's policy, or the default for null. Conflict when there is one already.</summary>
    Task<NamespacePolicyView> CreateAsync(Guid? teamId, NamespaceLimits limits, Actor actor, CancellationToken cancellationToken);

    /// <param name="version">The version that the person saw.</param>
    Task<NamespacePolicyView> UpdateAsync(Guid id, NamespaceLimits limits, uint version, Actor actor, CancellationToken cancellationToken);

    /// <summary>The team falls back to the default; without any, nothing can be asked for.</summary>
    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>The teams for which <paramref name="actor"/> may ask for namespaces, by name, with what may be chosen; at most 500.</summary>
    Task<IReadOnlyList<NamespaceTeam>> ListTeamsAsync(Actor actor, CancellationToken cancellationToken);
}

/// <summary>A policy as it is shown.</summary>
/// <param name="TeamId">Null for the portal's default.</param>
/// <param name="TeamName">Empty for the portal's default.</param>
public sealed record NamespacePolicyView(
    Guid Id, Guid? TeamId, string TeamName, NamespaceLimits Limits, DateTimeOffset UpdatedAt, string UpdatedBy, uint Version);

/// <summary>A team for which namespaces may be asked, with what a request may choose from.</summary>
/// <param name="Limits">Of the team's policy or the default; null where there is neither, and nothing can be asked for.</param>
/// <param name="Fleets">The fleets that may be used, the team's own first, then by name.</param>
public sealed record NamespaceTeam(Guid TeamId, string TeamName, string TeamSlug, NamespaceLimits? Limits, IReadOnlyList<NamespaceFleet> Fleets);

/// <param name="IsOwn">False for one of others that the policy offers.</param>
/// <param name="Clusters">By name; at most 1,000.</param>
public sealed record NamespaceFleet(Guid Id, string Name, bool IsOwn, IReadOnlyList<NamespaceCluster> Clusters);

/// <summary>A cluster that a namespace may be put on.</summary>
public sealed record NamespaceCluster(Guid Id, string Name, string Region, IReadOnlyDictionary<string, string> Labels);
