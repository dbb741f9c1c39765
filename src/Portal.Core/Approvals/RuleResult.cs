using Portal.Core.Clusters;

namespace Portal.Core.Approvals;

/// <summary>What one rule of a policy says of what is asked for.</summary>
/// <param name="Rule">The rule's name, such as name, fleet, labels or quota.</param>
/// <param name="Outcome">Passed or Failed.</param>
/// <param name="Detail">What was found; empty when it passed.</param>
/// <param name="Remedy">How to comply; empty when it passed.</param>
public sealed record RuleResult(string Rule, CheckOutcome Outcome, string Detail, string Remedy)
{
    internal static RuleResult Passed(string rule) => new(rule, CheckOutcome.Passed, "", "");

    internal static RuleResult Failed(string rule, string detail, string remedy) => new(rule, CheckOutcome.Failed, detail, remedy);
}

/// <summary>What all rules say together.</summary>
public static class RuleResults
{
    /// <summary>True when no rule has failed.</summary>
    public static bool Pass(this IEnumerable<RuleResult> results) => results.All(result => result.Outcome == CheckOutcome.Passed);

    /// <summary>Every failed rule by name, what was found, and how to comply.</summary>
    public static string Describe(this IEnumerable<RuleResult> results) =>
        string.Join(" ", results.Where(result => result.Outcome == CheckOutcome.Failed).Select(result => $"[{result.Rule}] {result.Detail} {result.Remedy}"));
}
