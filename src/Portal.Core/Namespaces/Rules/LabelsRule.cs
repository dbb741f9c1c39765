using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

internal sealed class LabelsRule : INamespaceRule
{
    public const string Name = "labels";

    public RuleResult Check(NamespaceFacts facts) => RequiredLabels.Check(Name, facts.Limits.Labels, facts.Spec.Labels);
}
