using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class LabelsRule : IRequestRule
{
    public const string Name = "labels";

    public RuleResult Check(RequestFacts facts) => RequiredLabels.Check(Name, facts.Policy.Labels, facts.Content.Labels);
}
