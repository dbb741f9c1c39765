using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

internal sealed class ClustersRule : INamespaceRule
{
    public const string Name = "clusters";

    public RuleResult Check(NamespaceFacts facts)
    {
        var strange = facts.Spec.Placement.ClusterNames.Except(facts.Clusters.Select(cluster => cluster.Name)).ToList();
        if (strange.Count > 0)
        {
            return RuleResult.Failed(Name, $"These clusters are not in the fleet: {string.Join(", ", strange)}.", "Choose clusters of the fleet.");
        }

        return facts.Chosen.Count == 0
            ? RuleResult.Failed(Name, "No cluster of the fleet is chosen.", "Name clusters, or labels that clusters of the fleet have.")
            : RuleResult.Passed(Name);
    }
}
