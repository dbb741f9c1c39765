using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

/// <summary>All rules of a policy, in the order in which people fill in a request.</summary>
internal static class RequestRules
{
    private static readonly IRequestRule[] All =
    [
        new NameRule(), new TakenRule(), new FleetRule(), new ProviderRule(), new RegionRule(), new VersionRule(), new NodesRule(), new LabelsRule(), new ProfileRule(), new QuotaRule(),
    ];

    public static List<RuleResult> Check(RequestFacts facts) => [.. All.Select(rule => rule.Check(facts))];
}
