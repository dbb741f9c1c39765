using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

internal sealed class PodSecurityRule : INamespaceRule
{
    public const string Name = "podSecurity";

    public RuleResult Check(NamespaceFacts facts) => facts.Spec.PodSecurity < facts.Limits.PodSecurity
        ? RuleResult.Failed(
            Name,
            $"The level of pod security {facts.Spec.PodSecurity} is lower than {facts.Limits.PodSecurity}.",
            $"Choose {facts.Limits.PodSecurity} or higher.")
        : RuleResult.Passed(Name);
}
