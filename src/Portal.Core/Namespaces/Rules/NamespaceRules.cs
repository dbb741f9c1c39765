using Portal.Core.Approvals;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Namespaces.Quotas;

namespace Portal.Core.Namespaces.Rules;

/// <summary>All rules of a policy, in the order in which people fill in a request.</summary>
internal static class NamespaceRules
{
    private static readonly INamespaceRule[] All =
    [
        new NameRule(), new ReservedRule(), new TakenRule(), new FleetRule(), new ClustersRule(), new QuotaRule(), new SumRule(), new CountRule(), new PodSecurityRule(), new LabelsRule(),
    ];

    public static List<RuleResult> Check(NamespaceFacts facts) => [.. All.Select(rule => rule.Check(facts))];

    /// <summary>Whether the rules alone approve what passes them.</summary>
    public static bool Approve(NamespaceLimits limits, NamespaceSpec spec) =>
        limits.Approval == ApprovalMode.ByRule && !QuotaAmounts.Above(spec.Quota, limits.ApproveAbove).Any();
}
