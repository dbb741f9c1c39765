using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Access;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>What Prometheus servers know of themselves, told by the portal for all clusters with who is missing.</summary>
public sealed class PrometheusStatesTests(PrometheusStatesTests.ScrapingPortal estate) : IClassFixture<PrometheusStatesTests.ScrapingPortal>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Viewer => estate.Portal.Viewer;

    [Fact]
    public async Task Alerts_OfAllClusters_CarryTheirCluster_AndNameWhoIsMissing()
    {
        var body = await UntilAsync("alerts", answer => answer.GetProperty("data").GetProperty("alerts").GetArrayLength() == 4);

        var alerts = body.GetProperty("data").GetProperty("alerts").EnumerateArray().Select(alert => (
            Name: alert.GetProperty("labels").Text("alertname"), Cluster: alert.GetProperty("labels").Text("cluster"), State: alert.Text("state"))).Order().ToList();
        Assert.Equal([("AlwaysThere", "s1", "firing"), ("AlwaysThere", "s2", "firing"), ("NotYet", "s1", "pending"), ("NotYet", "s2", "pending")], alerts);
        var first = body.GetProperty("data").GetProperty("alerts").EnumerateArray().First(alert => alert.GetProperty("labels").Text("alertname") == "AlwaysThere");
        Assert.Equal("its own", first.GetProperty("labels").Text("exported_cluster"));
        Assert.Equal("It is there", first.GetProperty("annotations").Text("summary"));
        Assert.StartsWith("Cluster gone is missing:", body.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_AreThoseOfAll_AndAreFiltered()
    {
        var body = await UntilAsync("rules", answer => answer.GetProperty("data").GetProperty("groups").EnumerateArray()
            .Count(group => group.GetProperty("rules").EnumerateArray().All(rule => rule.Text("health") == "ok")) == 2);

        var groups = body.GetProperty("data").GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal(2, groups.Select(group => group.Text("file")).Distinct().Count());
        Assert.All(groups, group => Assert.Equal(3, group.GetProperty("rules").GetArrayLength()));
        Assert.Equal(["s1", "s2"], groups.Select(group => group.GetProperty("rules")[0].GetProperty("labels").Text("cluster")).Order());
        var recorded = await Viewer.GetAsync("/prom/api/v1/rules?type=record", HttpStatusCode.OK);
        Assert.All(recorded.GetProperty("data").GetProperty("groups").EnumerateArray(), group => Assert.Equal("self:up", Assert.Single(group.GetProperty("rules").EnumerateArray()).Text("name")));
        var wrong = await Viewer.GetAsync("/prom/api/v1/rules?type=neither", HttpStatusCode.BadRequest);
        Assert.Equal("bad_data", wrong.Text("errorType"));
    }

    [Fact]
    public async Task Targets_AndWhatMetricsMean_AreThoseOfAll()
    {
        var targets = await UntilAsync("targets", answer => answer.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Count(target => target.Text("health") == "up") == 2);
        Assert.Equal(["s1", "s2"], targets.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Select(target => target.GetProperty("labels").Text("cluster")).Order());

        var one = await UntilAsync("metadata?metric=prometheus_build_info", answer => answer.GetProperty("data").EnumerateObject().Any());
        var meaning = Assert.Single(one.GetProperty("data").GetProperty("prometheus_build_info").EnumerateArray());
        Assert.Equal("gauge", meaning.Text("type"));
        var cut = await Viewer.GetAsync("/prom/api/v1/metadata?limit=2", HttpStatusCode.OK);
        Assert.Equal(2, cut.GetProperty("data").EnumerateObject().Count());
        Assert.Contains(cut.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("more than the limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dashboard_CountsWhatIsThere_AndNothingOfWhoIsMissing()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(ScrapingPortal.Begin + 900);
        var metrics = new FleetMetrics(estate.Portal.Host.Services.GetRequiredService<IGlobalQueries>(), new FakeTimeProvider(at));

        var all = await metrics.ReadAsync(MetricsPlace.Everywhere, Actor.Portal, Token);
        var one = await metrics.ReadAsync(new MetricsPlace("s2", "shop"), Actor.Portal, Token);
        var end = at.ToUnixTimeMilliseconds();
        var drawn = await metrics.ReadSeriesAsync(FleetFigure.MemoryUsed, new MetricsPlace("s2"), TimeGrid.Range(end - 60_000, end, 60_000), Actor.Portal, Token);

        Assert.Equal((2, 3), (all.Coverage.Answered, all.Coverage.Asked));
        Assert.Equal(12, all.ByCluster[FleetFigure.CpuAllocatable].Total);
        Assert.Equal(["s1", "s2"], all.ByCluster[FleetFigure.CpuUsed].Values.Keys.Order());
        Assert.Equal(0.25, all.ByCluster[FleetFigure.CpuUsed].ShareOf(all.ByCluster[FleetFigure.CpuAllocatable], "s2")!.Value, 6);
        Assert.Null(all.ByCluster[FleetFigure.Restarts].Total);
        Assert.Equal(["api-0"], one.Below[FleetFigure.CpuUsed].Values.Keys);
        Assert.Equal(2, one.ByCluster[FleetFigure.CpuUsed].Total!.Value, 6);
        Assert.Equal(["shop"], drawn.Series.Select(series => series.Labels["namespace"]));
    }

    [Fact]
    [Trait("Attack", "29")]
    public async Task MemberOfATeam_AsksItsOwnClusters_AndNoOthers()
    {
        await UntilAsync("alerts", answer => answer.GetProperty("data").GetProperty("alerts").GetArrayLength() == 4);
        await UntilAsync("query?query=up", answer => answer.GetProperty("data").GetProperty("result").GetArrayLength() == 2);
        var portal = estate.Portal.Host;
        using var member = await portal.ScriptAsync(null, "ofothers");
        using var stranger = await portal.ScriptAsync(null, "ofnone");
        await portal.Services.GetRequiredService<ITeams>().AddMemberAsync(await estate.Portal.GiveAwayAsync("others"), new MemberRequest("ofothers", TeamRole.Viewer), Actor.Portal, Token);
        string[] questions = ["up", "up{cluster=\"s1\"}", "up{cluster=~\".*\"} or {__name__=\"up\",cluster!=\"s2\"}", "max_over_time((up{cluster=\"s1\"} or vector(0))[5m:1m])", "count by (cluster) ({job=~\".+\"})"];
        var paths = questions.Select(question => $"query?query={Uri.EscapeDataString(question)}").Concat(["alerts", "rules", "targets", "labels", "label/cluster/values", "label/fleet/values", "series?match[]=up", "series?match[]=up{cluster=\"s1\"}"]);
        var told = new List<string>();

        foreach (var path in paths)
        {
            told.Add((await member.GetAsync($"/prom/api/v1/{path}", HttpStatusCode.OK)).GetRawText());
            using var refused = await stranger.GetAsync($"/prom/api/v1/{path}", Token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Assert.All(told, text => Assert.DoesNotContain("s1", text));
        Assert.All(told, text => Assert.DoesNotContain("gone", text));
        Assert.Contains("\"cluster\":\"s2\"", told[0]);
        Assert.Contains(told, text => text.Contains("AlwaysThere", StringComparison.Ordinal));
        using var channels = await member.GetAsync("/api/v1/metrics-sources", Token);
        Assert.Equal(HttpStatusCode.Forbidden, channels.StatusCode);
    }

    [Fact]
    public async Task Nobody_IsLetIn()
    {
        using var nobody = estate.Portal.Host.Browser();
        foreach (var path in new[] { "alerts", "rules", "targets", "metadata" })
        {
            using var refused = await nobody.GetAsync($"/prom/api/v1/{path}", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    /// <summary>Servers evaluate and scrape in their own time.</summary>
    private async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var body = await Viewer.GetAsync($"/prom/api/v1/{path}", HttpStatusCode.OK);
            if (isThere(body))
            {
                return body;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    /// <summary>A portal over two servers that scrape themselves and have rules, and one that is gone.</summary>
    public sealed class ScrapingPortal : IAsyncLifetime
    {
        /// <summary>2026-10-31T22:00:00Z, in seconds.</summary>
        public const long Begin = 1_793_484_000;

        private const string Configuration = """
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: self
                static_configs: [{ targets: ["{self}"] }]
            """;

        private const string Rules = """
            groups:
              - name: all
                rules:
                  - { record: "self:up", expr: "up" }
                  - { alert: AlwaysThere, expr: "vector(1)", labels: { severity: warning, cluster: "its own" }, annotations: { summary: "It is there" } }
                  - { alert: NotYet, expr: "vector(1)", for: 1h }
            """;

        private PrometheusServer[] _servers = [];

        public MetricsPortal Portal { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Portal.InitializeAsync();
            _servers = await Task.WhenAll(Enumerable.Range(1, 2).Select(number => PrometheusServer.StartAsync(Samples(number), Configuration, Rules)));
            for (var i = 0; i < _servers.Length; i++)
            {
                await Portal.SetAsync(await Portal.JoinAsync(QueryMember.Of(Guid.Empty, $"s{i + 1}", i == 0 ? "states" : "others", "aws", "north")), new(MetricsSourceKind.Url, _servers[i].Address.ToString()));
            }

            await Portal.SetAsync(await Portal.JoinAsync(QueryMember.Of(Guid.Empty, "gone", "states", null, null)), new(MetricsSourceKind.Url, "http://127.0.0.1:9/"));
        }

        /// <summary>A while of a cluster with four cores or eight, whose one pod uses one or two.</summary>
        private static IEnumerable<string> Samples(int number)
        {
            var times = Enumerable.Range(0, 100).Select(step => step * 15).ToList();
            IEnumerable<string> Lines(string name, string labels, Func<int, double> value) =>
                [$"# TYPE {name} gauge", .. times.Select(second => string.Create(CultureInfo.InvariantCulture, $"{name}{{{labels.Trim()}}} {value(second)} {Begin + second}"))];
            return
            [
                .. Lines("kube_node_status_allocatable", """node="n",resource="cpu" """, _ => number * 4),
                .. Lines("container_cpu_usage_seconds_total", """namespace="shop",pod="api-0",container="api" """, second => second * number),
                .. Lines("container_memory_working_set_bytes", """namespace="shop",pod="api-0",container="api" """, _ => 1 << 20),
            ];
        }

        public async ValueTask DisposeAsync()
        {
            await Portal.DisposeAsync();
            foreach (var server in _servers)
            {
                await server.DisposeAsync();
            }
        }
    }
}
