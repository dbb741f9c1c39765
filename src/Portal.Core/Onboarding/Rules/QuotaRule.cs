using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class QuotaRule : IRequestRule
{
    public const string Name = "quota";

    public RuleResult Check(RequestFacts facts) => facts.Policy.Quota is { } quota && facts.TeamClusters >= quota
        ? RuleResult.Failed(
            Name,
            $"The team has {facts.TeamClusters} clusters and approved requests; its quota is {quota}.",
            "Let a cluster leave or withdraw a request, or ask an administrator for a larger quota.")
        : RuleResult.Passed(Name);
}
