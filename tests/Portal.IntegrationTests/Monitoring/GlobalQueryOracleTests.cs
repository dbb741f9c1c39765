using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>
/// What is asked of five real Prometheus servers and merged is, sample for sample, what a sixth answers that has the
/// series of all five.
/// </summary>
public sealed class GlobalQueryOracleTests(PrometheusEstate estate)
{
    /// <summary>Sums of the same numbers in another order.</summary>
    private const double Tolerance = 1e-12;

    // A full hour in, in the middle of a gap, and between two scrapes.
    private static readonly long[] Instants = [3600_000, 2250_000, 4817_000];

    private static readonly TimeGrid[] Ranges =
    [
        TimeGrid.Range((QueryData.Start + 600) * 1000, (QueryData.Start + 5700) * 1000, 60_000),
        TimeGrid.Range((QueryData.Start + 1717) * 1000, (QueryData.Start + 6600) * 1000, 137_000),
    ];

    public static TheoryData<string> Expressions => [.. GlobalQueryExpressions.All];

    [Fact]
    public void Expressions_Are_ManyAndDifferent() => Assert.True(GlobalQueryExpressions.All.Distinct().Count() >= 150);

    [Theory]
    [MemberData(nameof(Expressions))]
    public async Task Answer_OfFiveServers_IsThatOfTheOneWithAll(string expression)
    {
        await estate.StartAsync();
        using var queries = new PlainQueries(estate);
        var plan = GlobalPlanner.Plan(PromqlParser.Parse(expression));
        Assert.Null(plan.Why);
        var fanOut = new FanOut(queries, TimeProvider.System, AnswerLimits.Default);
        var isBitwise = plan.Kind == PlanKind.BySeries || plan.Kind == PlanKind.Merged && plan.Leaves.All(leaf => leaf.Merge != MergeRule.Sum || leaf.Query is Aggregation { Operator: AggregationOperator.Count });
        var found = 0;
        foreach (var grid in Instants.Select(at => TimeGrid.Instant(QueryData.Start * 1000 + at)).Concat(Ranges))
        {
            var expected = await queries.AskAsync(estate.Whole, expression, grid, new AnswerBudget(AnswerLimits.Default), TestContext.Current.CancellationToken);

            var answer = await fanOut.RunAsync(plan, QueryData.Members, grid, TestContext.Current.CancellationToken);

            Assert.True(answer.Coverage.IsComplete, string.Join("; ", answer.Coverage.Missing.Select(member => $"{member.Member.Name}: {member.Why}")));
            var given = answer.Scalars is { } scalars ? [new Series(LabelSet.Empty, scalars)] : answer.Series;
            AssertSame(expected.Series, given, grid, isBitwise);
            found += expected.Series.Count;
        }

        Assert.True(found > 0 || expression.Contains("none", StringComparison.Ordinal), "Nothing was compared.");
    }

    private static void AssertSame(IReadOnlyList<Series> expected, IReadOnlyList<Series> given, TimeGrid grid, bool isBitwise)
    {
        var byLabels = given.ToDictionary(series => series.Labels);
        Assert.Equal(
            expected.Select(series => series.Labels.ToString()).Order(StringComparer.Ordinal),
            given.Select(series => series.Labels.ToString()).Order(StringComparer.Ordinal));
        foreach (var series in expected)
        {
            var other = byLabels[series.Labels];
            for (var i = 0; i < grid.Count; i++)
            {
                Assert.True(IsSame(series.Values[i], other.Values[i], isBitwise), $"{series.Labels} at step {i}: {series.Values[i]:R}, not {other.Values[i]:R}");
            }
        }
    }

    private static bool IsSame(double expected, double given, bool isBitwise) =>
        Series.IsGap(expected) || Series.IsGap(given) ? Series.IsGap(expected) && Series.IsGap(given)
        : double.IsNaN(expected) || double.IsInfinity(expected) || isBitwise ? expected.Equals(given)
        : Math.Abs(expected - given) <= Tolerance * Math.Max(1, Math.Abs(expected));
}
