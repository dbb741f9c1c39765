using Portal.Core.Clusters;

namespace Portal.Core.Onboarding.Rules;

/// <summary>What one rule of the policy says of a request.</summary>
/// <param name="Rule">The rule's name: provider, region, version, name, taken, nodes, labels, fleet, profile or quota.</param>
/// <param name="Outcome">Passed or Failed.</param>
/// <param name="Detail">What was found; empty when it passed.</param>
/// <param name="Remedy">How to comply; empty when it passed.</param>
public sealed record RuleResult(string Rule, CheckOutcome Outcome, string Detail, string Remedy)
{
    internal static RuleResult Passed(string rule) => new(rule, CheckOutcome.Passed, "", "");

    internal static RuleResult Failed(string rule, string detail, string remedy) => new(rule, CheckOutcome.Failed, detail, remedy);
}
