namespace Portal.Core.Onboarding.Policies;

/// <summary>A policy as it is shown.</summary>
/// <param name="TeamId">Null for the portal's default.</param>
/// <param name="TeamName">Empty for the portal's default.</param>
public sealed record PolicyView(
    Guid Id, Guid? TeamId, string TeamName, PolicyContent Content, DateTimeOffset UpdatedAt, string UpdatedBy, uint Version);

/// <summary>A team for which clusters may be asked, with what a request may choose from.</summary>
/// <param name="Policy">The team's policy or the default; null where there is neither, and nothing can be asked for.</param>
/// <param name="Fleets">The fleets that a cluster may join, by name.</param>
public sealed record RequestableTeam(Guid TeamId, string TeamName, PolicyView? Policy, IReadOnlyList<RequestableFleet> Fleets);

/// <summary>A fleet that a request may name.</summary>
public sealed record RequestableFleet(Guid Id, string Name);
