using Portal.Core.Approvals;

namespace Portal.Core.Namespaces.Rules;

internal sealed class CountRule : INamespaceRule
{
    public const string Name = "count";

    public RuleResult Check(NamespaceFacts facts) => facts.Limits.MaxNamespaces is { } most && facts.TeamNamespaces >= most
        ? RuleResult.Failed(
            Name,
            $"The team has {facts.TeamNamespaces} other namespaces; it may have {most}.",
            "Delete a namespace that nobody needs, or ask an administrator for more.")
        : RuleResult.Passed(Name);
}
