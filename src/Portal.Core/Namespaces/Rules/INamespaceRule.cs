using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

/// <summary>One rule of a policy. Pure: looks at the facts only.</summary>
internal interface INamespaceRule
{
    RuleResult Check(NamespaceFacts facts);
}
