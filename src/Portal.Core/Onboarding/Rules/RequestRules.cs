using Portal.Core.Clusters;

namespace Portal.Core.Onboarding.Rules;

/// <summary>All rules of a policy, in the order in which people fill in a request.</summary>
internal static class RequestRules
{
    private static readonly IRequestRule[] All =
    [
        new NameRule(), new TakenRule(), new FleetRule(), new ProviderRule(), new RegionRule(), new VersionRule(), new NodesRule(), new LabelsRule(), new ProfileRule(), new QuotaRule(),
    ];

    public static List<RuleResult> Check(RequestFacts facts) => [.. All.Select(rule => rule.Check(facts))];

    public static bool Pass(this IEnumerable<RuleResult> results) => results.All(result => result.Outcome == CheckOutcome.Passed);

    /// <summary>Every failed rule by name, what was found, and how to comply.</summary>
    public static string Describe(this IEnumerable<RuleResult> results) =>
        string.Join(" ", results.Where(result => result.Outcome == CheckOutcome.Failed).Select(result => $"[{result.Rule}] {result.Detail} {result.Remedy}"));
}
