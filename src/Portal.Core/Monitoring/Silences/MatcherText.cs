using Portal.Core.Monitoring.Promql;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Silences;

/// <summary>Matchers as people write them, in the words of PromQL: severity="critical", namespace=~"pay.*".</summary>
public static class MatcherText
{
    public static string Of(IEnumerable<SilenceMatcher> matchers) => string.Join(", ", matchers.Select(matcher => $"{matcher.Name}{matcher.Operator}{PromqlTexts.Quote(matcher.Value)}"));

    /// <summary>Throws Invalid with <paramref name="refused"/> for what is none.</summary>
    public static IReadOnlyList<SilenceMatcher> Read(string text, string refused)
    {
        var inner = text.Trim();
        inner = inner.StartsWith('{') && inner.EndsWith('}') ? inner[1..^1].Trim() : inner;
        if (inner.Length == 0)
        {
            return [];
        }

        try
        {
            // The last matcher lets a list be read in which all of them could be empty, which PromQL refuses.
            var read = PromqlParser.Parse($"{{{inner.TrimEnd(',')},__matchers__=\"1\"}}");
            return read is VectorSelector { Name: null } selector
                ? [.. selector.Matchers.Where(matcher => matcher.Name != "__matchers__").Select(matcher => new SilenceMatcher(
                    matcher.Name, matcher.Value, matcher.Match is LabelMatch.Regex or LabelMatch.NotRegex, matcher.Match is LabelMatch.Equal or LabelMatch.Regex))]
                : throw Invalid(refused);
        }
        catch (PromqlException)
        {
            throw Invalid(refused);
        }
    }

    private static ProblemException Invalid(string refused) => ProblemException.Invalid(
        refused, "The matchers cannot be read.", "Write them as in PromQL, with commas between: severity=\"critical\", namespace=~\"pay.*\".", "matchers");
}
