using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

internal sealed class ReservedRule : INamespaceRule
{
    public const string Name = "reserved";

    public RuleResult Check(NamespaceFacts facts) => NamespaceNames.IsReserved(facts.Name)
        ? RuleResult.Failed(Name, $"The name '{facts.Name}' belongs to the cluster or to the portal.", "Choose a name that is not default, does not end with -system, and does not begin with kube-, karmada-, openshift- or kurator-portal.")
        : RuleResult.Passed(Name);
}
