using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

internal sealed class NameRule : INamespaceRule
{
    public const string Name = "name";

    public RuleResult Check(NamespaceFacts facts) => NamePattern.Check(Name, facts.Limits.NamePattern, facts.Name);
}
