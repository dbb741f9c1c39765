using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class NameRule : IRequestRule
{
    public const string Name = "name";

    public RuleResult Check(RequestFacts facts) => NamePattern.Check(Name, facts.Policy.NamePattern, facts.Content.Name);
}
