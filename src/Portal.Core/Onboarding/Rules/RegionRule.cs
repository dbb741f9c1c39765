using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class RegionRule : IRequestRule
{
    public const string Name = "region";

    public RuleResult Check(RequestFacts facts)
    {
        var allowed = facts.Policy.Regions;
        return allowed.Count == 0 || allowed.Contains(facts.Content.Region, StringComparer.OrdinalIgnoreCase)
            ? RuleResult.Passed(Name)
            : RuleResult.Failed(
                Name,
                facts.Content.Region.Length == 0 ? "The policy asks for a region, and none is named." : $"The region '{facts.Content.Region}' is not allowed.",
                $"Choose one of these regions: {string.Join(", ", allowed)}.");
    }
}
