using Portal.Core.Approvals;

namespace Portal.Core.Onboarding.Rules;

internal sealed class ProviderRule : IRequestRule
{
    public const string Name = "provider";

    public RuleResult Check(RequestFacts facts)
    {
        var allowed = facts.Policy.Providers;
        return allowed.Count == 0 || allowed.Contains(facts.Content.Provider, StringComparer.OrdinalIgnoreCase)
            ? RuleResult.Passed(Name)
            : RuleResult.Failed(
                Name,
                facts.Content.Provider.Length == 0 ? "The policy asks for a provider, and none is named." : $"The provider '{facts.Content.Provider}' is not allowed.",
                $"Choose one of these providers: {string.Join(", ", allowed)}.");
    }
}
