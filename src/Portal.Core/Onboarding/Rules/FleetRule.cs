using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class FleetRule : IRequestRule
{
    public const string Name = "fleet";

    public RuleResult Check(RequestFacts facts)
    {
        if (facts.FleetTeamId != facts.TeamId)
        {
            return RuleResult.Failed(Name, "The fleet does not exist, or is not the team's.", "Choose a fleet that the team owns.");
        }

        return facts.Policy.FleetIds.Count == 0 || facts.Policy.FleetIds.Contains(facts.Content.FleetId)
            ? RuleResult.Passed(Name)
            : RuleResult.Failed(Name, $"Clusters may not be onboarded into the fleet {facts.FleetName}.", "Choose a fleet that the onboarding policy names.");
    }
}
