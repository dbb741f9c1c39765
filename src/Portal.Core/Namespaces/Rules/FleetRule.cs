using Portal.Core.Approvals;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Rules;

internal sealed class FleetRule : INamespaceRule
{
    public const string Name = "fleet";
    private const string Detail = "The fleet does not exist, or is not offered to the team.";
    private const string Remedy = "Choose a fleet that the team owns, or one that the namespace policy offers.";

    /// <summary>The same as a problem, where nothing may be told or stored of the fleet.</summary>
    public static ProblemException NotOffered(string what) => ProblemException.Invalid(what, Detail, Remedy, "fleetId");

    public RuleResult Check(NamespaceFacts facts)
    {
        if (facts.FleetTeamId is not null && NamespacePolicyService.IsOffered(facts.Limits, facts.FleetId, facts.FleetTeamId == facts.TeamId))
        {
            return RuleResult.Passed(Name);
        }

        return facts.FleetTeamId == facts.TeamId
            ? RuleResult.Failed(Name, "The namespace policy does not let the team use its own fleets.", "Choose a fleet that the policy offers.")
            : RuleResult.Failed(Name, Detail, Remedy);
    }
}
