using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class TakenRule : IRequestRule
{
    public const string Name = "taken";

    public RuleResult Check(RequestFacts facts) => facts.IsTaken
        ? RuleResult.Failed(Name, $"The name '{facts.Content.Name}' is taken.", "Choose another name: a cluster's name is unique in the portal.")
        : RuleResult.Passed(Name);
}
