using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Promql;

/// <summary>
/// Patterns as Prometheus reads them (RE2: anchored at both ends, a dot matches a line's end too), run by an engine whose
/// time is linear in the text.
/// </summary>
public static partial class PromqlRegex
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>The compiled pattern, or null when it is not understood here.</summary>
    public static Regex? Find(string pattern)
    {
        try
        {
            return new Regex(
                $"^(?:{Translate(pattern)})\\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit);
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The spellings that RE2 has and .NET has not.</summary>
    private static string Translate(string pattern) =>
        Posix().Replace(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), found => found.Groups[1].Value switch
        {
            "alnum" => "a-zA-Z0-9",
            "alpha" => "a-zA-Z",
            "digit" => "0-9",
            "lower" => "a-z",
            "upper" => "A-Z",
            "space" => @"\t\n\v\f\r ",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            "punct" => @"!-/:-@\[-`{-~",
            _ => found.Value,
        });

    [GeneratedRegex(@"\[:(\w+):\]")]
    private static partial Regex Posix();
}
