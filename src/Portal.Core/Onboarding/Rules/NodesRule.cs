using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class NodesRule : IRequestRule
{
    public const string Name = "nodes";

    public RuleResult Check(RequestFacts facts) => facts.Policy.MaxNodes is { } most && facts.Content.Nodes > most
        ? RuleResult.Failed(Name, $"It would have {facts.Content.Nodes} nodes; at most {most} are allowed.", $"Plan the cluster with {most} nodes at most.")
        : RuleResult.Passed(Name);
}
