using System.Net;
using System.Text.Json;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
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
            _servers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => PrometheusServer.StartAsync(["# TYPE none gauge", "none 1 1793484000"], Configuration, Rules)));
            for (var i = 0; i < _servers.Length; i++)
            {
                await Portal.SetAsync(await Portal.JoinAsync(QueryMember.Of(Guid.Empty, $"s{i + 1}", "states", "aws", "north")), new(MetricsSourceKind.Url, _servers[i].Address.ToString()));
            }

            await Portal.SetAsync(await Portal.JoinAsync(QueryMember.Of(Guid.Empty, "gone", "states", null, null)), new(MetricsSourceKind.Url, "http://127.0.0.1:9/"));
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
