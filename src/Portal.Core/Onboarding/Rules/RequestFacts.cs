using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Requests;

namespace Portal.Core.Onboarding.Rules;

/// <summary>All that rules judge a request by.</summary>
/// <param name="TeamId">The team that asks.</param>
/// <param name="FleetTeamId">The team that owns the chosen fleet; null when there is no such fleet.</param>
/// <param name="FleetProfile">The profile that the fleet itself has; null for none.</param>
/// <param name="TeamClusters">The team's clusters and its other approved requests.</param>
/// <param name="IsTaken">True when another cluster or approved request has the name.</param>
internal sealed record RequestFacts(
    RequestContent Content, OnboardingPolicy Policy, Guid TeamId, Guid? FleetTeamId, string FleetName, string? FleetProfile, int TeamClusters, bool IsTaken);
