using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Topology;

namespace Portal.Core.Tests.Monitoring.Topology;

/// <summary>Who gathers from whom, of what servers say of themselves and of each other.</summary>
public sealed class PrometheusTreeTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Federation_OfThreeLevels_IsOneTree()
    {
        var tree = Build(
            Look("leaf1", "http://leaf1:9090/"), Look("leaf2", "http://leaf2:9090/"),
            Look("relay", "http://relay:9090/", Federate("http://leaf1:9090/federate?match[]=up"), Federate("http://LEAF2:9090/federate", "down", "connection refused")),
            Look("top", "http://top:9090/", Federate("http://relay:9090/federate")));

        Assert.Equal(["top", "  relay", "    leaf1", "    leaf2"], Lines(tree));
        Assert.Equal(TreeLinkState.Up, tree.Rows[2].Link!.State);
        Assert.Equal((TreeLinkState.Down, "connection refused"), (tree.Rows[3].Link!.State, tree.Rows[3].Link!.Why));
    }

    [Fact]
    public void Circles_AreTold_AndEnd()
    {
        var tree = Build(
            Look("a", "http://a:9090/", Federate("http://b:9090/federate")),
            Look("b", "http://b:9090/", Federate("http://a:9090/federate"), Federate("http://b:9090/federate")));

        Assert.Equal(["a", "  b", "    a (circle)", "    b (circle)"], Lines(tree));
    }

    [Fact]
    public void Server_ThatTwoGatherFrom_IsWholeOnce()
    {
        var tree = Build(
            Look("leaf", "http://leaf:9090/"), Look("relay", "http://relay:9090/", Federate("http://leaf:9090/federate")),
            Look("one", "http://one:9090/", Federate("http://relay:9090/federate")), Look("two", "http://two:9090/", Federate("http://relay:9090/federate")));

        Assert.Equal(["one", "  relay", "    leaf", "two", "  relay (again)"], Lines(tree));
    }

    [Fact]
    public void Depth_OfTenThousand_IsNoTooMuch()
    {
        const int Depth = 10_000;
        var looks = Enumerable.Range(0, Depth).Select(i => i == Depth - 1
            ? Look($"s{i:D5}", $"http://s{i}:9090/") : Look($"s{i:D5}", $"http://s{i}:9090/", Federate($"http://s{i + 1}:9090/federate"))).ToArray();

        Assert.Equal(Depth - 1, Build(looks).Rows[^1].Depth);
    }

    [Fact]
    public void Address_ThatNobodyIsKnownAt_StaysUnknown_AndIsNamed()
    {
        var tree = Build(
            Look("a", "https://a.example/prometheus/"),
            Look("top", "http://top:9090/", Federate("https://a.example/other/federate"), Federate("http://10.0.0.7:9090/federate"), Federate("http://localhost:9090/federate")));

        Assert.Equal(["top", "  10.0.0.7:9090", "  a.example", "  localhost:9090", "a"], Lines(tree));
        var stranger = tree.Servers.Single(server => server.Name == "10.0.0.7:9090");
        Assert.Equal((TreeServerKind.Unknown, null, null), (stranger.Kind, stranger.Targets, stranger.Lag));
        Assert.NotEmpty(stranger.Why);
    }

    [Fact]
    public void Addresses_TellServersOfOneHostApartByTheirPath()
    {
        var tree = Build(
            Look("a", "https://gate.example/a/"), Look("b", "https://gate.example/b/"),
            Look("top", "http://top:9090/", Federate("https://gate.example:443/b/federate"), Federate("https://gate.example/c/federate")));

        Assert.Equal(["top", "  b", "  gate.example", "a"], Lines(tree));
    }

    [Fact]
    public void NamesOfAClustersOwnDns_MeanItsOwnServerAlone()
    {
        const string Proxy = "https://api.example:6443/api/v1/namespaces/monitoring/services/prometheus-prometheus:9090/proxy/";
        var tree = Build(
            Look("inner", Proxy, Federate("http://prometheus-prometheus.monitoring.svc.cluster.local:9090/federate")),
            Look("other", "http://other:9090/", Federate("http://prometheus-prometheus.monitoring.svc:9090/federate")));

        Assert.Equal("monitoring/prometheus-prometheus:9090", tree.Servers.Single(server => server.Name == "inner").Address);
        Assert.Equal(["inner", "  inner (circle)", "other", "  prometheus-prometheus.monitoring.svc:9090"], Lines(tree));
    }

    [Fact]
    public void JobOfThePortalsOwnSystem_NamesTheCluster_WhereTheSystemHasItSo()
    {
        DeclaredLink[] declared =
            [new("prometheus-federation", "top", "leaf1"), new("prometheus-federation", "top", "leaf2"), new("prometheus-federation", "gone", "leaf3")];
        var target = Federate("http://192.0.2.1:30090/federate") with { Pool = "federate-leaf1" };
        var tree = PrometheusTreeBuilder.Build(
            [
                Look("leaf1", "https://x/1/"), Look("leaf2", "https://x/2/"), Look("leaf3", "https://x/3/"), Look("top", "http://top:9090/", target),
                Silent("gone", "http://gone:9090/"),
                Look("foreign", "http://foreign:9090/", target),
            ],
            declared, new Coverage([]), At);

        Assert.Equal(["foreign", "  192.0.2.1:30090", "gone", "  leaf3", "top", "  leaf1", "  leaf2"], Lines(tree));
        Assert.Equal(
            [TreeLinkState.Unknown, TreeLinkState.Up, TreeLinkState.Down],
            new[] { "leaf3", "leaf1", "leaf2" }.Select(name => tree.Rows.Single(row => row.Server.Name == name).Link!.State));
    }

    [Fact]
    public void ServerThatDidNotAnswer_HasNoFigures_AndSaysWhy()
    {
        var server = Assert.Single(Build(Silent("gone", "http://gone:9090/")).Servers);

        Assert.Equal((TreeServerState.Missing, null, null, MemberFaultKind.TimedOut), (server.State, server.Targets, server.Lag, server.Fault));
        Assert.Equal("It did not answer within 10 seconds.", server.Why);
    }

    [Fact]
    public void Engine_StandsAboveWhatItHolds_AndOnlyWhereNoOtherWayIsSeen()
    {
        var (seen, held, lost) = (Member("seen"), Member("held"), Member("lost"));
        var engine = new KnownEngine(Guid.NewGuid(), "demo", EngineKind.Prometheus, Source("http://engine:9090/"), "cluster", new Dictionary<string, string>());
        var place = new ServerPlace(engine.Source, [], (engine, [seen, held, lost]));
        var tree = Build(
            Look(seen, "http://seen:9090/"), Look(held, "http://held:9090/"), Look(lost, "http://lost:9090/"), Look("relay", "http://relay:9090/", Federate("http://seen:9090/federate")),
            new ServerLook(place, null, TargetSummary.Of([Federate("http://relay:9090/federate")], At), TimeSpan.Zero)
            {
                At = At,
                Held = new Dictionary<Guid, DateTimeOffset> { [seen.Id] = At, [held.Id] = At.AddSeconds(-30) },
            });

        Assert.Equal(["demo", "  held", "  lost", "  relay", "    seen"], Lines(tree));
        Assert.Equal((TreeLinkKind.Holds, TreeLinkState.Up, TimeSpan.FromSeconds(30)), (tree.Rows[1].Link!.Kind, tree.Rows[1].Link!.State, tree.Rows[1].Link!.Lag));
        Assert.Equal((TreeLinkKind.Holds, TreeLinkState.Down), (tree.Rows[2].Link!.Kind, tree.Rows[2].Link!.State));
    }

    [Fact]
    public void RemoteWrite_StandsBelowWhereItWritesTo()
    {
        var engine = new KnownEngine(Guid.NewGuid(), "demo", EngineKind.Mimir, Source("https://mimir.example/prometheus/"), "cluster", new Dictionary<string, string>());
        var tree = Build(
            new ServerLook(new ServerPlace(engine.Source, [], (engine, [Member("elsewhere")])), null, null, TimeSpan.Zero) { Held = new Dictionary<Guid, DateTimeOffset>() },
            Look("writer", "http://writer:9090/") with { Writes = [new RemoteWrite(new Uri("https://mimir.example/api/v1/push"), At.AddSeconds(-7))] },
            Look("stuck", "http://stuck:9090/") with { Writes = [new RemoteWrite(new Uri("https://else.example/write"), At.AddHours(-1))] });

        Assert.Equal(["demo", "  writer", "else.example", "  stuck"], Lines(tree));
        Assert.Equal((TreeLinkKind.Writes, TreeLinkState.Up, TimeSpan.FromSeconds(7)), (tree.Rows[1].Link!.Kind, tree.Rows[1].Link!.State, tree.Rows[1].Link!.Lag));
        Assert.Equal(TreeLinkState.Down, tree.Rows[3].Link!.State);
        Assert.Equal(TreeServerState.NotAsked, tree.Rows[0].Server.State);
    }

    [Fact]
    public void Lag_IsWhatIsBeyondTheInterval()
    {
        var summary = TargetSummary.Of(
            [
                Target("up", 10), Target("up", 20), Target("down", 75) with { Instance = "late:1", Error = "EOF" }, Target("unknown", 0) with { LastScrape = null },
                Target("up", -3),
            ],
            At);

        Assert.Equal(new TargetTally(3, 1, 1), summary.Tally);
        Assert.Equal(new ScrapeLag(TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(60), "node late:1"), summary.Lag);
        Assert.Equal(new DownTarget("node", "late:1", "EOF", At.AddSeconds(-75)), Assert.Single(summary.Down));
        Assert.Null(TargetSummary.Of([Target("up", 10) with { Interval = null }], At).Lag);
    }

    [Theory]
    [InlineData("15s", 15d)]
    [InlineData("1m30s", 90d)]
    [InlineData("250ms", 0.25)]
    [InlineData("1d", 86_400d)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("0s", null)]
    public void Interval_IsReadAsPrometheusWritesIt(string text, double? seconds) =>
        Assert.Equal(seconds, ScrapeTarget.Span(text)?.TotalSeconds);

    private static PrometheusTree Build(params ServerLook[] looks) => PrometheusTreeBuilder.Build(looks, [], new Coverage([]), At);

    private static IEnumerable<string> Lines(PrometheusTree tree) =>
        tree.Rows.Select(row => $"{new string(' ', row.Depth * 2)}{row.Server.Name}{(row.IsCircle ? " (circle)" : row.IsRepeated ? " (again)" : "")}");

    private static QueryMember Member(string name) => QueryMember.Of(Guid.NewGuid(), name, "demo", null, null);

    private static KnownSource Source(string address) => new(Guid.NewGuid(), new Uri(address), "", "", MetricsAuthentication.None, "", null, "", (address, At));

    private static ServerLook Look(string name, string address, params ScrapeTarget[] targets) => Look(Member(name), address, targets);

    private static ServerLook Look(QueryMember member, string address, params ScrapeTarget[] targets) =>
        new(new ServerPlace(Source(address), [member], null), null, TargetSummary.Of(targets, At), TimeSpan.Zero) { At = At };

    private static ServerLook Silent(string name, string address) =>
        new(new ServerPlace(Source(address), [Member(name)], null), MemberFaults.TimedOut(TimeSpan.FromSeconds(10)), null, TimeSpan.FromSeconds(10)) { At = At };

    private static ScrapeTarget Federate(string url, string health = "up", string error = "") =>
        new("federation", "federation", new Uri(url).Authority, new Uri(url), health, error, At.AddSeconds(-15), TimeSpan.FromSeconds(15));

    private static ScrapeTarget Target(string health, double ago) =>
        new("node", "node", "n:9100", new Uri("http://n:9100/metrics"), health, "", At.AddSeconds(-ago), TimeSpan.FromSeconds(15));
}
