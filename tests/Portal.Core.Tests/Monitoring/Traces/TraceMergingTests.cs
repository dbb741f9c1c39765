using Portal.Core.Monitoring.Traces;
using Portal.Core.Monitoring.Traces.Merging;
using Portal.Core.Monitoring.Traces.Stores;

namespace Portal.Core.Tests.Monitoring.Traces;

public sealed class TraceMergingTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1793484000);
    private static readonly HashSet<string> Known = ["east", "west", "central"];

    [Fact]
    public void SpansOfTwoClusters_AreOneTree_AndOneThatBothHaveIsThereOnce()
    {
        var shared = Span(2, 1, "cart", 10, 80, SpanKind.Client);
        var rows = SpanTree.Arrange(SpanMerge.Merge(
            [(["east"], [Span(1, null, "shop", 0, 100), shared]), (["west"], [shared, Span(4, 3, "postgres", 30, 10), Span(3, 2, "orders", 20, 50, SpanKind.Server)])], Known));

        Assert.Equal([(0, "shop", 3), (1, "cart", 2), (2, "orders", 1), (3, "postgres", 0)], rows.Select(row => (row.Depth, row.Span.Service, row.Below)));
        Assert.Equal(["east", "east west", "west", "west"], rows.Select(row => string.Join(' ', row.Span.Clusters)));
        Assert.DoesNotContain(rows, row => row.IsOrphan || row.Outside > TimeSpan.Zero);
    }

    [Fact]
    public void Span_RunsInTheClusterThatItsProcessNames()
    {
        var spans = SpanMerge.Merge([(["east"], [Span(1, null, "shop", 0, 1) with { Process = [new("k8s.cluster.name", "central")] }, Span(2, null, "shop", 0, 1) with { Process = [new("k8s.cluster.name", "nowhere")] }])], Known);

        Assert.Equal(["central", "east"], spans.Select(span => span.Cluster));
    }

    [Fact]
    public void ServerThatSharesItsIdWithItsClient_IsBelowIt()
    {
        var rows = SpanTree.Arrange(SpanMerge.Merge(
            [(["east"], [Span(1, null, "cart", 0, 100, SpanKind.Client)]), (["west"], [Span(1, null, "orders", 10, 50, SpanKind.Server), Span(2, 1, "postgres", 20, 5)])], Known));

        Assert.Equal([(0, "cart"), (1, "orders"), (2, "postgres")], rows.Select(row => (row.Depth, row.Span.Service)));
    }

    [Fact]
    public void SpanWhoseParentIsNowhere_IsShownWithoutOne()
    {
        var row = Assert.Single(SpanTree.Arrange(SpanMerge.Merge([(["east"], [Span(2, 1, "cart", 0, 10)])], Known)));

        Assert.Equal((0, true), (row.Depth, row.IsOrphan));
    }

    [Fact]
    public void SpansThatCauseEachOther_AreAllShownOnce()
    {
        var rows = SpanTree.Arrange(SpanMerge.Merge([(["east"], [Span(1, 2, "a", 0, 1), Span(2, 3, "b", 1, 1), Span(3, 1, "c", 2, 1), Span(4, 4, "d", 3, 1)])], Known));

        Assert.Equal(["a", "b", "c", "d"], rows.Select(row => row.Span.Service).Order());
    }

    [Fact]
    public void TraceAsDeepAsItIsLong_IsArranged()
    {
        var rows = SpanTree.Arrange(SpanMerge.Merge([(["east"], [.. Enumerable.Range(1, 10_000).Select(i => Span(i, i == 1 ? null : i - 1, "a", i, 1))])], Known));

        Assert.Equal((9_999, 9_999), (rows[^1].Depth, rows[0].Below));
    }

    [Fact]
    public void ClocksThatDiffer_AreNoted_AndNoTimeIsChanged()
    {
        var rows = SpanTree.Arrange(SpanMerge.Merge(
            [
                (["east"], [Span(1, null, "shop", 100, 100, SpanKind.Client), Span(5, 1, "mail", 150, 500, SpanKind.Consumer)]),
                (["west"], [Span(2, 1, "orders", 60, 50, SpanKind.Server), Span(3, 2, "postgres", 70, 10), Span(4, 1, "stock", 150, 60, SpanKind.Server)]),
            ],
            Known));

        var note = Assert.Single(Clocks.Notes(rows));
        Assert.Equal(new ClockNote("east", "west", TimeSpan.FromMilliseconds(40), 2), note);
        Assert.Equal(Start.AddMilliseconds(60), rows.Single(row => row.Span.Service == "orders").Span.Start);
    }

    [Fact]
    public void WhatTwoClustersFound_IsOneRow_AndItsSpansCountOnce()
    {
        var shared = Span(2, 1, "cart", 10, 300);
        var east = FoundTrace.Of(new ParsedTrace("1", [Span(1, null, "shop", 0, 100), shared], false));
        var west = FoundTrace.Of(new ParsedTrace("1", [shared, Span(3, 2, "orders", 20, 50) with { IsError = true }], false));

        var trace = Assert.Single(TraceSummaries.Merge([(["west"], [west]), (["east"], [east])]));

        Assert.Equal(("shop", Start, TimeSpan.FromMilliseconds(310), 3, 1), (trace.RootService, trace.Start, trace.Duration, trace.Spans, trace.Errors));
        Assert.Equal(["east", "west"], trace.Clusters);
        Assert.Equal(["cart", "orders", "shop"], trace.Services);
    }

    [Fact]
    public void WhatAStoreDoesNotCount_IsNotKnown()
    {
        var counted = FoundTrace.Of(new ParsedTrace("1", [Span(1, null, "shop", 0, 100)], false));
        var told = new FoundTrace { Id = "1", Start = Start, End = Start, Services = [] };

        var trace = Assert.Single(TraceSummaries.Merge([(["east"], [counted]), (["west"], [told])]));

        Assert.Equal((null, null), (trace.Spans, trace.Errors));
    }

    private static TraceSpan Span(int id, int? parent, string service, int startMs, int durationMs, SpanKind kind = SpanKind.Internal) => new()
    {
        Id = id.ToString("x16", null),
        ParentId = parent?.ToString("x16", null),
        Service = service,
        Operation = "work",
        Kind = kind,
        Start = Start.AddMilliseconds(startMs),
        Duration = TimeSpan.FromMilliseconds(durationMs),
    };
}
