using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

/// <summary>One rule of a policy. Pure: looks at the facts only.</summary>
internal interface IRequestRule
{
    RuleResult Check(RequestFacts facts);
}
