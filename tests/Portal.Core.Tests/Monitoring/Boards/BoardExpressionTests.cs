using Portal.Core.Monitoring.Boards.Variables;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Monitoring.Boards;

/// <summary>What is chosen above a board becomes part of what is asked, and never more than a value.</summary>
public sealed class BoardExpressionTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Chosen = new()
    {
        ["one"] = ["frankfurt-1"],
        ["two"] = ["a.b", "c+d"],
        ["all"] = [],
        ["evil"] = ["x\"} or vector(1) or up{a=\"", ".*"],
        ["quote"] = ["it's \"so\\"],
        ["k"] = ["5"],
        ["by"] = ["cluster", "namespace"],
        ["window"] = ["10m"],
    };

    [Theory]
    [InlineData("up{cluster=\"$one\"}", "up{cluster=\"frankfurt-1\"}")]
    [InlineData("up{cluster=~\"$one\"}", "up{cluster=~\"frankfurt-1\"}")]
    [InlineData("up{cluster=~\"${two}\"}", "up{cluster=~\"(a\\\\.b|c\\\\+d)\"}")]
    [InlineData("up{cluster=\"$two\"}", "up{cluster=~\"(a\\\\.b|c\\\\+d)\"}")]
    [InlineData("up{cluster!=\"${two:regex}\"}", "up{cluster!~\"(a\\\\.b|c\\\\+d)\"}")]
    [InlineData("up{pod=~\"$one-[0-9]+\"}", "up{pod=~\"frankfurt-1-[0-9]+\"}")]
    [InlineData("up{pod=\"web.$two\"}", "up{pod=~\"web\\\\.(a\\\\.b|c\\\\+d)\"}")]
    [InlineData("up{cluster=~\"$all\",job=\"x\"}", "up{cluster=~\".*\", job=\"x\"}")]
    [InlineData("up{cluster=\"$all\",job=\"x\"}", "up{cluster=~\".*\", job=\"x\"}")]
    [InlineData("up{path=~\"/a$\"}", "up{path=~\"/a$\"}")]
    [InlineData("label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")", "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")")]
    [InlineData("topk($k, sum by ($by) (rate(x_total[$window])))", "topk(5, sum by (cluster, namespace) (rate(x_total[10m])))")]
    [InlineData("rate(x_total[$__rate_interval])", "rate(x_total[2m])")]
    [InlineData("increase(x_total[$__range]) / $__range_s", "increase(x_total[1h]) / 3600")]
    [InlineData("max_over_time(x[${__interval}:])", "max_over_time(x[1m:])")]
    [InlineData("up # of $nobody\n + 1", "up + 1")]
    public void Fill_ReplacesByWhatIsChosen(string expression, string expected) =>
        Assert.Equal(PromqlParser.Parse(expected).ToString(), BoardExpression.Fill(expression, Values()));

    [Theory]
    [InlineData("up{cluster=\"$evil\"}", LabelMatch.Regex)]
    [InlineData("up{cluster=~\"$evil\"}", LabelMatch.Regex)]
    [InlineData("up{cluster='$quote'}", LabelMatch.Equal)]
    [InlineData("up{cluster!~`$quote`}", LabelMatch.NotRegex)]
    [Trait("Attack", "29")]
    public void Value_NeverBecomesPromql_AndMatchesItselfAlone(string expression, LabelMatch match)
    {
        var filled = Assert.IsType<VectorSelector>(PromqlParser.Parse(BoardExpression.Fill(expression, Values())));

        var matcher = Assert.Single(filled.Matchers);
        Assert.Equal(match, matcher.Match);
        foreach (var value in expression.Contains("evil", StringComparison.Ordinal) ? Chosen["evil"] : Chosen["quote"])
        {
            Assert.Equal(match is not LabelMatch.NotRegex, matcher.Holds(value));
        }

        Assert.Equal(match is LabelMatch.NotRegex, matcher.Holds("anything"));
    }

    [Theory]
    [InlineData("up{cluster=\"$missing\"}", "The board has no variable $missing.")]
    [InlineData("sum by ($missing) (up)", "The board has no variable $missing.")]
    [InlineData("up + $evil", "What is chosen for $evil cannot stand outside of quotes.")]
    [InlineData("sum by ($all) (up)", "What is chosen for $all cannot stand outside of quotes.")]
    public void Fill_WithoutAValueThatFits_SaysWhy(string expression, string why)
    {
        var problem = Assert.Throws<ProblemException>(() => BoardExpression.Fill(expression, Values())).Problem;
        Assert.Equal((ProblemKind.Invalid, why), (problem.Kind, problem.Why));
    }

    [Fact]
    public void Fill_OfNoPromql_SaysWhere() =>
        Assert.Equal("The expression cannot be read at character 5", Assert.Throws<ProblemException>(() => BoardExpression.Fill("sum(", Values())).Problem.What);

    [Theory]
    [InlineData("{{cluster}} / {{ namespace }}", "north / ")]
    [InlineData("{{pod}}", null)]
    [InlineData("", null)]
    [InlineData("total", "total")]
    public void Legend_IsFilledByLabels(string template, string? expected) =>
        Assert.Equal(expected?.Trim(), LegendText.Of(template, LabelSet.Of(("cluster", "north"))));

    [Fact]
    public void Title_SaysWhatIsChosen() => Assert.Equal("Load of frankfurt-1, a.b, c+d and all in $x", Values().Say("Load of $one, $two and ${all} in $x", "all"));

    private static VariableValues Values() => new(Chosen, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
}
