using Portal.Core.Clusters;

namespace Portal.Core.Approvals;

/// <summary>A label that a policy asks for.</summary>
/// <param name="Values">What it may be; empty for anything.</param>
public sealed record RequiredLabel(string Key, IReadOnlyList<string> Values);

/// <summary>Labels against those that a policy asks for.</summary>
internal static class RequiredLabels
{
    private const int MaxEntries = 100;

    /// <param name="rule">As which rule it answers.</param>
    public static RuleResult Check(string rule, IEnumerable<RequiredLabel> wanted, IReadOnlyDictionary<string, string> labels)
    {
        var missing = wanted.Where(label => !Has(labels, label)).ToList();
        return missing.Count == 0
            ? RuleResult.Passed(rule)
            : RuleResult.Failed(
                rule,
                $"Required labels are missing or have another value: {string.Join(", ", missing.Select(label => label.Key))}.",
                $"Set these labels: {string.Join(", ", missing.Select(Describe))}.");
    }

    /// <summary>True for labels that a policy may ask for: at most 100, each key once.</summary>
    public static bool AreValid(IReadOnlyList<RequiredLabel> labels) => labels is { Count: <= MaxEntries }
        && labels.All(label => label is { Key: not null, Values.Count: <= MaxEntries } && LabelRules.IsKey(label.Key) && label.Values.All(value => value is not null && LabelRules.IsValue(value)))
        && labels.DistinctBy(label => label.Key).Count() == labels.Count;

    private static bool Has(IReadOnlyDictionary<string, string> labels, RequiredLabel wanted) =>
        labels.TryGetValue(wanted.Key, out var value) && (wanted.Values.Count == 0 ? value.Length > 0 : wanted.Values.Contains(value));

    private static string Describe(RequiredLabel label) => label.Values.Count == 0 ? $"{label.Key}=…" : $"{label.Key}={string.Join('|', label.Values)}";
}
