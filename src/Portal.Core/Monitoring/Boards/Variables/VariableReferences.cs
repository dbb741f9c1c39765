using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Boards.Variables;

/// <summary>Finds <c>$name</c> and <c>${name}</c> in texts. <c>$1</c>, as replacements of PromQL have it, is none.</summary>
internal static partial class VariableReferences
{
    /// <summary>What the board itself sets from the time that is shown.</summary>
    public const string Interval = "__interval";
    public const string IntervalMilliseconds = "__interval_ms";
    public const string RateInterval = "__rate_interval";
    public const string Range = "__range";
    public const string RangeSeconds = "__range_s";
    public const string RangeMilliseconds = "__range_ms";

    public static MatchCollection Find(string text) => Pattern().Matches(text);

    public static Match At(string text, int start)
    {
        var found = Pattern().Match(text, start);
        return found.Success && found.Index == start ? found : Match.Empty;
    }

    public static string NameOf(Match found) => found.Groups[1].Success ? found.Groups[1].Value : found.Groups[2].Value;

    public static bool IsName(string name) => Name().IsMatch(name) && !name.StartsWith("__", StringComparison.Ordinal);

    [GeneratedRegex(@"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::[a-z]+)?\})", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[A-Za-z_]\w{0,49}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
