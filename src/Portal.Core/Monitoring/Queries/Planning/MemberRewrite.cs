using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>
/// Makes the question for one cluster: matchers on the portal's labels are decided here and taken out; a selector that
/// they keep from this cluster selects nothing.
/// </summary>
internal static class MemberRewrite
{
    private static readonly LabelMatcher AnyName = new(LabelMatcher.MetricName, LabelMatch.Regex, ".+");

    /// <summary>No series has a name and has it not.</summary>
    private static readonly ImmutableArray<LabelMatcher> Never =
        [new(LabelMatcher.MetricName, LabelMatch.Equal, "_"), new(LabelMatcher.MetricName, LabelMatch.NotEqual, "_")];

    public static string? For(PromqlExpression query, QueryMember member) =>
        PromqlRewrite.SelectorsOf(query).Any(series => Chooses(series, member)) ? PromqlRewrite.Selectors(query, series => For(series, member)).ToString() : null;

    private static VectorSelector For(VectorSelector series, QueryMember member)
    {
        if (!Chooses(series, member))
        {
            return series with { Name = null, Matchers = Never };
        }

        var rest = series.Matchers.RemoveAll(matcher => PortalLabels.Contains(matcher.Name));
        return series with { Matchers = series.Name is null && rest.All(matcher => matcher.Holds("") == true) ? rest.Add(AnyName) : rest };
    }

    internal static bool Chooses(VectorSelector series, QueryMember member) =>
        series.Matchers.Where(matcher => PortalLabels.Contains(matcher.Name)).All(matcher => matcher.Holds(member.LabelOrEmpty(matcher.Name)) == true);
}
