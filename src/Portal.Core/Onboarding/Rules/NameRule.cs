using System.Text.RegularExpressions;

namespace Portal.Core.Onboarding.Rules;

/// <summary>
/// The name against the policy's pattern. The engine takes linear time (NonBacktracking), and has a deadline beside: a
/// pattern is text that a person wrote.
/// </summary>
internal sealed class NameRule : IRequestRule
{
    public const string Name = "name";
    private const int MaxLength = 200;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    public RuleResult Check(RequestFacts facts)
    {
        var pattern = facts.Policy.NamePattern;
        try
        {
            return pattern.Length == 0 || Build(pattern).IsMatch(facts.Content.Name)
                ? RuleResult.Passed(Name)
                : RuleResult.Failed(
                    Name, $"The name '{facts.Content.Name}' does not match the pattern of names.", $"Choose a name that matches this pattern: {pattern}");
        }
        catch (RegexMatchTimeoutException)
        {
            return RuleResult.Failed(Name, "The pattern of names took too long.", "Ask an administrator for a simpler pattern in the onboarding policy.");
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
