using Portal.Core.Approvals;
using Portal.Core.Namespaces.Quotas;

namespace Portal.Core.Namespaces.Rules;

/// <summary>The quotas of all of the team's namespaces on each of the chosen clusters, together.</summary>
internal sealed class SumRule : INamespaceRule
{
    public const string Name = "sum";

    public RuleResult Check(NamespaceFacts facts)
    {
        if (facts.Limits.MaxOnCluster.Count == 0)
        {
            return RuleResult.Passed(Name);
        }

        var own = facts.Others.Where(other => other.TeamId == facts.TeamId)
            .Select(other => (other.Quota, On: NamespaceSelection.Choose(other.Placement, facts.Clusters).Select(cluster => cluster.Name).ToHashSet())).ToList();
        foreach (var cluster in facts.Chosen)
        {
            var quotas = own.Where(one => one.On.Contains(cluster.Name)).Select(one => one.Quota).Append(facts.Spec.Quota).ToList();
            var above = Above(quotas, facts.Limits.MaxOnCluster).ToList();
            if (above.Count > 0)
            {
                return RuleResult.Failed(
                    Name,
                    $"On {cluster.Name} the team's namespaces would have together more than they may, or no limit (∞): {string.Join(", ", above)}.",
                    "Ask for less, lower the quota of another namespace there, or ask an administrator for more.");
            }
        }

        return RuleResult.Passed(Name);
    }

    private static IEnumerable<QuotaExcess> Above(IReadOnlyList<IReadOnlyDictionary<string, string>> quotas, IReadOnlyDictionary<string, string> most) =>
        from resource in QuotaResource.All
        where most.ContainsKey(resource.Name)
        let limit = KubernetesQuantity.Read(most[resource.Name])
        let sum = QuotaAmounts.Sum(resource.Name, quotas)
        where sum is null || sum > limit
        select new QuotaExcess(resource, sum, limit);
}
