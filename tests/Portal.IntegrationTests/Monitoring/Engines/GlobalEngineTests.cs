using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Monitoring.Engines;

/// <summary>
/// A global engine answers for the clusters that it holds as one server that has the portal's labels would, to whoever may
/// see them, and is replaced by its clusters where it does not answer.
/// </summary>
public sealed class GlobalEngineTests(PrometheusEstate servers, EnginePortal engine) : IClassFixture<EnginePortal>
{
    private static readonly long At = QueryData.Start + 3600;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Expressions => [.. GlobalQueryExpressions.All.Where((expression, i) => i % 4 == 1 && !expression.StartsWith("stdvar", StringComparison.Ordinal))];

    /// <summary>What the portal would refuse to merge.</summary>
    public static TheoryData<string> NotMergeable =>
    [
        "max_over_time(sum(rate(requests_total[5m]))[10m:1m])",
        "avg_over_time(quantile(0.9, memory_bytes)[10m:1m])",
        "max_over_time((limits{cluster=\"c1\"} - on (job) limits{cluster=\"c2\"})[10m:1m])",
        "quantile_over_time(0.5, avg by (job) (memory_bytes)[10m:2m])",
        "rate(sum by (job, cluster) (requests_total)[10m:1m]) * on (job) group_left () avg_over_time(sum by (job) (limits)[10m:1m])",
        "sum_over_time(topk(2, memory_bytes)[5m:1m])",
    ];

    [Theory]
    [MemberData(nameof(Expressions))]
    [MemberData(nameof(NotMergeable))]
    public async Task Answer_OfTheEngine_IsThatOfAServerWithAll(string expression)
    {
        await engine.StartAsync(servers);
        using var whole = new HttpClient { BaseAddress = servers.Whole.Address };
        foreach (var path in new[]
        {
            $"query?time={At}&query={Uri.EscapeDataString(expression)}",
            $"query_range?start={At}&end={At + 600}&step=2m&query={Uri.EscapeDataString(expression)}",
        })
        {
            var expected = JsonNode.Parse(await whole.GetStringAsync($"api/v1/{path}", Token))!["data"]!;
            using var answer = await engine.Portal.Viewer.GetAsync($"/prom/api/v1/{path}", Token);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;

            Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
            Assert.Null(body["warnings"]);
            Assert.Equal(PrometheusApiTests.Plain(expected), PrometheusApiTests.Plain(body["data"]!));
            if (NotMergeable.Any(row => row.Data == expression))
            {
                Assert.EndsWith("Mimir Whole", Assert.Single(answer.Headers.GetValues("Portal-Engine")), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task SeriesLabelsAndValues_AreThoseOfAServerWithAll()
    {
        await engine.StartAsync(servers);
        using var whole = new HttpClient { BaseAddress = servers.Whole.Address };
        var when = $"start={QueryData.Start}&end={At}";
        foreach (var path in new[]
        {
            $"series?{when}&match[]=build_info&match[]=temperature%7Bregion%3D%22north%22%7D", $"labels?{when}", $"label/job/values?{when}",
            $"label/cluster/values?{when}", $"label/cluster/values?{when}&match[]=only_first", $"label/exported_cluster/values?{when}", $"label/__name__/values?{when}&match[]=%7Bfleet%3D%22test%22%7D",
        })
        {
            Assert.Equal(
                PrometheusApiTests.Sorted(await whole.GetStringAsync($"api/v1/{path}", Token)),
                PrometheusApiTests.Sorted(await engine.Portal.Viewer.GetStringAsync($"/prom/api/v1/{path}", Token)));
        }
    }

    [Theory]
    [InlineData("count by (cluster) (up)")]
    [InlineData("count_over_time(count by (cluster) ({__name__=\"up\", job!=\"none\"})[5m:1m])")]
    [InlineData("count by (cluster) (up{cluster=~\"c.|foreign\"} or up{cluster=\"foreign\"})")]
    [Trait("Attack", "29")]
    public async Task OtherClustersOfTheEngine_AreNeverSeen(string expression)
    {
        await engine.StartAsync(servers);
        var answer = await engine.Portal.Viewer.GetAsync($"/prom/api/v1/query?time={At}&query={Uri.EscapeDataString(expression)}", HttpStatusCode.OK);

        var seen = answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => series.GetProperty("metric").Text("cluster")).Distinct().Order();
        Assert.Equal(["c1", "c2", "c3", "c4", "c5"], seen);
        foreach (var path in new[] { "series?match[]=up", "labels", "label/room/values", "label/k8s/values", "series?match[]=%7Bk8s%3D%22foreign%22%7D" })
        {
            using var list = await engine.Portal.Viewer.GetAsync($"/prom/api/v1/{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}start={QueryData.Start}&end={At}", Token);
            Assert.DoesNotContain("foreign", await list.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fleet_ThatHasLessOfTheEngine_AsksTheRestDirectly_AndNamesIt()
    {
        await engine.StartAsync(servers);
        var id = await engine.Portal.JoinAsync(Core.Monitoring.Queries.QueryMember.Of(Guid.Empty, "late", "prod", "aws", "north"));
        try
        {
            await engine.Portal.SetAsync(id, new(Core.Monitoring.Sources.MetricsSourceKind.Url, servers.Members[0].Address.ToString()));

            var answer = await engine.Portal.Viewer.GetAsync($"/prom/api/v1/query?time={At}&query=count(limits)", HttpStatusCode.OK);
            var refused = await engine.Portal.Viewer.GetAsync($"/prom/api/v1/query?time={At}&query=max_over_time(count(limits)[5m:1m])", HttpStatusCode.OK);

            Assert.Equal("6", answer.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString());
            Assert.Equal(
                "The global engine of fleet prod, test has no samples of late at this time, so they were asked directly.",
                Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetString());
            Assert.Equal("5", refused.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString());
            Assert.Equal(
                "Cluster late is missing: The global engine has no samples of it at this time.", Assert.Single(refused.GetProperty("warnings").EnumerateArray()).GetString());
        }
        finally
        {
            await engine.Portal.LeaveAsync(id);
        }
    }

    [Fact]
    public async Task Engine_ThatIsGone_IsReplacedByItsClusters_AndNamed()
    {
        await using var other = new EnginePortal();
        await other.InitializeAsync();
        await other.StartAsync(servers, withMembers: true);
        await other.Server.KillAsync();

        var answer = await other.Portal.Viewer.GetAsync($"/prom/api/v1/query?time={At}&query=sum(limits)", HttpStatusCode.OK);
        var refused = await other.Portal.Viewer.GetAsync($"/prom/api/v1/query?time={At}&query=max_over_time(sum(limits)[5m:1m])", HttpStatusCode.OK);
        var labels = await other.Portal.Viewer.GetAsync($"/prom/api/v1/label/room/values?start={QueryData.Start}&end={At}", HttpStatusCode.OK);

        Assert.Equal("510", answer.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString());
        const string Gone = "The global engine of fleet prod, test gave no answer, so its clusters were asked directly: ";
        Assert.StartsWith(Gone, Assert.Single(answer.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(5, refused.GetProperty("data").GetProperty("result").GetArrayLength());
        Assert.Contains(refused.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.StartsWith("The question cannot be merged", StringComparison.Ordinal));
        Assert.Contains(refused.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.StartsWith(Gone, StringComparison.Ordinal));
        Assert.Equal(5, labels.GetProperty("data").GetArrayLength());
        Assert.StartsWith(Gone, Assert.Single(labels.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "2")]
    public async Task Engine_IsGivenCheckedAndForgotten_AndItsSecretStaysWhereItWasGiven()
    {
        await engine.StartAsync(servers);
        var fleet = await engine.FleetAsync("spare");
        using var script = await engine.Portal.Host.ScriptAsync(PortalRole.Operator);
        var path = $"/api/v1/fleets/{fleet}/global-engine";
        await script.GetAsync(path, HttpStatusCode.NotFound);
        async Task<HttpResponseMessage> Put(object body) => await script.PutAsJsonAsync(path, body, Token);

        using var viewer = await engine.Portal.Viewer.PutAsJsonAsync(path, new { kind = "Thanos", address = "https://thanos.example.com" }, Token);
        Assert.Equal(HttpStatusCode.Forbidden, viewer.StatusCode);
        using var plain = await Put(new { kind = "Thanos", address = "http://thanos.example.com", authentication = "Bearer", secret = "hush" });
        Assert.Contains("https://", (await plain.ReadAsync(HttpStatusCode.UnprocessableEntity)).Text("detail"), StringComparison.Ordinal);
        using var stranger = await Put(new { kind = "Thanos", address = "https://thanos.example.com", clusterValues = new { c1 = "x" } });
        Assert.Contains("no cluster c1", (await stranger.ReadAsync(HttpStatusCode.UnprocessableEntity)).Text("detail"), StringComparison.Ordinal);
        using var label = await Put(new { kind = "Thanos", address = "https://thanos.example.com", clusterLabel = "region" });
        await label.ReadAsync(HttpStatusCode.UnprocessableEntity);
        using var set = await Put(new { kind = "Thanos", address = "https://thanos.example.com", authentication = "Bearer", secret = "hush" });
        var stored = await set.ReadAsync(HttpStatusCode.OK);
        Assert.DoesNotContain("hush", stored.GetRawText(), StringComparison.Ordinal);
        var version = stored.GetProperty("version").GetUInt32();
        using var elsewhere = await Put(new { kind = "Thanos", address = "https://thief.example.com", authentication = "Bearer", version });
        Assert.Equal("secret", (await elsewhere.ReadAsync(HttpStatusCode.UnprocessableEntity)).Text("field"));
        using var moved = await Put(new { kind = "Prometheus", address = engine.Server.Address.ToString(), clusterLabel = "k8s", version });
        Assert.False((await moved.ReadAsync(HttpStatusCode.OK)).GetProperty("hasSecret").GetBoolean());

        var check = await script.GetAsync($"{path}/check", HttpStatusCode.OK);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, check.GetProperty("fault").ValueKind);
        using var removed = await script.DeleteAsync(path, Token);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        var listed = (await script.GetAsync("/api/v1/global-engines", HttpStatusCode.OK)).EnumerateArray().ToList();
        Assert.Equal(["prod", "spare", "test"], listed.Select(one => one.Text("fleetName")));
        Assert.Equal("k8s", listed[0].GetProperty("engine").Text("clusterLabel"));
    }
}
