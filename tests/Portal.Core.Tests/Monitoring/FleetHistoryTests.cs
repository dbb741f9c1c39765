using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Access;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Rollups;

namespace Portal.Core.Tests.Monitoring;

/// <summary>Which history a chart shows, and what is compared with the week before.</summary>
public sealed class FleetHistoryTests
{
    private const long Hour = 3_600_000;
    private const long Week = 168 * Hour;

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(100 * Week);
    private static readonly TimeGrid Day = TimeGrid.Range(Now.ToUnixTimeMilliseconds() - 24 * Hour, Now.ToUnixTimeMilliseconds(), Hour);

    private readonly Kept _kept = new();
    private readonly Live _live = new();

    private FleetHistory History => new(_kept, _live, Options.Create(new RollupOptions()), new FakeTimeProvider(Now));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatReachesBack_IsKept_AndWhatDoesNot_IsAskedOfTheClusters()
    {
        _kept.Since = DateTimeOffset.FromUnixTimeMilliseconds(Day.Start + Hour);
        Assert.True((await ReadAsync(MetricsPlace.Everywhere, Day)).IsKept);

        Assert.False((await ReadAsync(new MetricsPlace("member1", "shop"), Day)).IsKept);
        Assert.False((await ReadAsync(MetricsPlace.Everywhere, TimeGrid.Range(Day.Start, Day.End, 60_000))).IsKept);
        _kept.Since = DateTimeOffset.FromUnixTimeMilliseconds(Day.Start + 12 * Hour);
        Assert.False((await ReadAsync(MetricsPlace.Everywhere, Day)).IsKept);
    }

    [Fact]
    public async Task WhenNobodyAnswers_WhatWasKeptIsShown()
    {
        _kept.Since = DateTimeOffset.FromUnixTimeMilliseconds(Day.Start + 12 * Hour);
        _kept.Values["member1"] = at => at;
        _live.IsThere = false;

        Assert.True((await ReadAsync(MetricsPlace.Everywhere, Day)).IsKept);
    }

    [Fact]
    public async Task Comparison_CountsThoseThatAreKnownAtBothTimes()
    {
        _kept.Values["old"] = at => at < Now.ToUnixTimeMilliseconds() - Week / 2 ? 1 : 10;
        _kept.Values["new"] = at => at < Now.ToUnixTimeMilliseconds() - Week / 2 ? null : 100;
        _kept.Values["gapped"] = at => at == Day.At(3) ? null : 1000;

        var both = await History.CompareAsync(FleetFigure.CpuUsed, MetricsPlace.Everywhere, Day, Actor.Portal, Token);

        Assert.Equal([FleetSeries.Now, FleetSeries.Before], both.Series.Select(series => series.Labels[FleetSeries.When]));
        Assert.Equal((1010, 1001), (both.Series[0].Values[2], both.Series[1].Values[2]));
        Assert.Equal((10, 1), (both.Series[0].Values[3], both.Series[1].Values[3]));
        _kept.Values.Clear();
        Assert.Empty((await History.CompareAsync(FleetFigure.CpuUsed, MetricsPlace.Everywhere, Day, Actor.Portal, Token)).Series);
    }

    private Task<FleetSeries> ReadAsync(MetricsPlace place, TimeGrid grid) => History.ReadAsync(FleetFigure.CpuUsed, place, grid, Actor.Portal, Token);

    private static Coverage Coverage(bool isThere) =>
        new([new MemberCoverage(QueryMember.Of(Guid.CreateVersion7(), "member1", null, null, null), isThere ? MemberPart.Answered : MemberPart.Missing, null, null, TimeSpan.Zero)]);

    private sealed class Kept : IRollups
    {
        public DateTimeOffset? Since { get; set; }

        public Dictionary<string, Func<long, double?>> Values { get; } = [];

        public Task<RollupAnswer> ReadAsync(RollupQuestion question, Actor actor, CancellationToken cancellationToken) => Task.FromResult(new RollupAnswer(
            question.Grid,
            [.. Values.Select(pair => new Series(
                LabelSet.Of((PortalLabels.Cluster, pair.Key)), [.. Enumerable.Range(0, question.Grid.Count).Select(step => pair.Value(question.Grid.At(step)) ?? Series.Gap)]))],
            Coverage(true), Since, false));
    }

    private sealed class Live : IFleetMetrics
    {
        public bool IsThere { get; set; } = true;

        public Task<FleetSnapshot> ReadAsync(MetricsPlace place, Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<GlobalAnswer> ReadSeriesAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken) => Task.FromResult(new GlobalAnswer(
            new GlobalPlan(PlanKind.Merged, PromqlParser.Parse("up"), PromqlType.InstantVector), PromqlType.InstantVector, grid, [], null, null, Coverage(IsThere), [], Now));
    }
}
