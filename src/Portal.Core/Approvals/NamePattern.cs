using System.Text.RegularExpressions;

namespace Portal.Core.Approvals;

/// <summary>
/// A name against a policy's pattern. The engine takes linear time (NonBacktracking), and has a deadline beside: a
/// pattern is text that a person wrote.
/// </summary>
internal static class NamePattern
{
    private const int MaxLength = 200;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    /// <param name="rule">As which rule it answers.</param>
    public static RuleResult Check(string rule, string pattern, string name)
    {
        try
        {
            return pattern.Length == 0 || Build(pattern).IsMatch(name)
                ? RuleResult.Passed(rule)
                : RuleResult.Failed(rule, $"The name '{name}' does not match the pattern of names.", $"Choose a name that matches this pattern: {pattern}");
        }
        catch (RegexMatchTimeoutException)
        {
            return RuleResult.Failed(rule, "The pattern of names took too long.", "Ask an administrator for a simpler pattern in the policy.");
        }
    }

    /// <summary>True for a pattern that can be matched in linear time; empty for none.</summary>
    public static bool IsPattern(string pattern)
    {
        if (pattern is not { Length: <= MaxLength } || pattern.Any(char.IsControl))
        {
            return false;
        }

        try
        {
            Build(pattern.Trim()).IsMatch("a");
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Build(string pattern) =>
        new($@"^(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Deadline);
}
