using Portal.Core.Approvals;
using Portal.Core.Namespaces.Quotas;

namespace Portal.Core.Namespaces.Rules;

/// <summary>The quota of the namespace alone.</summary>
internal sealed class QuotaRule : INamespaceRule
{
    public const string Name = "quota";

    public RuleResult Check(NamespaceFacts facts)
    {
        var above = QuotaAmounts.Above(facts.Spec.Quota, facts.Limits.MaxQuota).ToList();
        return above.Count == 0
            ? RuleResult.Passed(Name)
            : RuleResult.Failed(
                Name,
                $"The quota is greater than a namespace may have, or lacks a limit (∞): {string.Join(", ", above)}.",
                $"Set at most: {string.Join(", ", above.Select(one => $"{one.Resource.Name}={one.Resource.Write(one.Limit)}"))}.");
    }
}
