using Portal.Core.Onboarding.Policies;

namespace Portal.Core.Onboarding.Rules;

internal sealed class LabelsRule : IRequestRule
{
    public const string Name = "labels";

    public RuleResult Check(RequestFacts facts)
    {
        var missing = facts.Policy.Labels.Where(label => !Has(facts.Content.Labels, label)).ToList();
        return missing.Count == 0
            ? RuleResult.Passed(Name)
            : RuleResult.Failed(
                Name,
                $"Required labels are missing or have another value: {string.Join(", ", missing.Select(label => label.Key))}.",
                $"Set these labels: {string.Join(", ", missing.Select(Describe))}.");
    }

    private static bool Has(IReadOnlyDictionary<string, string> labels, RequiredLabel wanted) =>
        labels.TryGetValue(wanted.Key, out var value) && (wanted.Values.Count == 0 ? value.Length > 0 : wanted.Values.Contains(value));

    private static string Describe(RequiredLabel label) => label.Values.Count == 0 ? $"{label.Key}=…" : $"{label.Key}={string.Join('|', label.Values)}";
}
