using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>Clusters that do not answer as they should: the others' answer comes all the same, and says who is missing and why.</summary>
public sealed class MetricsFaultTests(MetricsFaultTests.UnrulyPortal unruly) : IClassFixture<MetricsFaultTests.UnrulyPortal>
{
    private static readonly Dictionary<string, string> Whys = new()
    {
        ["hanging"] = "did not answer within 4 seconds",
        ["stalling"] = "did not answer within 4 seconds",
        ["resetting"] = "the connection ended",
        ["half"] = "the connection ended",
        ["failing"] = "status 500",
        ["refusing"] = "would load too many samples",
        ["malformed"] = "no answer of a Prometheus",
        ["login"] = "no answer of a Prometheus",
        ["million"] = "more than 5,000 series",
        ["guarded"] = "status 401",
        ["away"] = "nothing listens there",
        ["stranger"] = "certificate",
        ["unknown"] = "No metrics endpoint of it is known",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Viewer => unruly.Portal.Viewer;

    [Fact]
    public async Task Query_WithThirteenThatFail_IsAnsweredByTheRest_AndNamesEachWithItsCause()
    {
        using var answer = await Viewer.GetAsync($"/prom/api/v1/query?time={QueryData.Start}&query=sum(up%7Bfleet%3D%22unruly%22%7D)", Token);
        var body = await answer.ReadAsync(HttpStatusCode.OK);

        Assert.Equal("2", body.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString());
        Assert.Equal($"2/{Whys.Count + 2}", Assert.Single(answer.Headers.GetValues("Portal-Coverage")));
        var warnings = body.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        Assert.All(Whys, pair => Assert.Contains(warnings, warning =>
            warning.StartsWith($"Cluster {pair.Key} is missing:", StringComparison.Ordinal) && warning.Contains(pair.Value, StringComparison.Ordinal)));
        Assert.Equal(Whys.Count, warnings.Count);
    }

    [Fact]
    public async Task Query_NobodyAnswers_IsNoEmptyAnswer()
    {
        var answer = await Viewer.GetAsync("/prom/api/v1/query?query=sum(up%7Bcluster%3D%22away%22%7D)", HttpStatusCode.ServiceUnavailable);

        Assert.Equal("unavailable", answer.Text("errorType"));
        Assert.Contains("away: ", answer.Text("error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ahead")]
    [InlineData("behind")]
    public async Task Clock_AnHourOff_IsToldWithTheAnswer_OfNowAlone(string how)
    {
        var id = await unruly.Portal.JoinAsync(QueryMember.Of(Guid.Empty, how, "clocks", null, null));
        await unruly.Portal.SetAsync(id, new(MetricsSourceKind.Url, unruly.Endpoint.Of(how)));

        var now = await Viewer.GetAsync($"/prom/api/v1/query?query=sum(up%7Bcluster%3D%22{how}%22%7D)", HttpStatusCode.OK);
        var then = await Viewer.GetAsync($"/prom/api/v1/query?time={QueryData.Start}&query=sum(up%7Bcluster%3D%22{how}%22%7D)", HttpStatusCode.OK);
        var check = await Viewer.GetAsync($"/api/v1/clusters/{id}/metrics-source/check", HttpStatusCode.OK);

        Assert.Contains($"{how}: Its clock is 1 h {how}", Assert.Single(now.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.False(then.TryGetProperty("warnings", out _));
        var offset = TimeSpan.Parse(check.Text("clockOffset"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(offset.Duration().TotalMinutes, 50, 70);
    }

    [Fact]
    public async Task Question_OfManyAtOnce_IsAskedOnce_AndAgainWhenItFailed()
    {
        foreach (var how in (string[])["crowded", "refusing"])
        {
            var id = await unruly.Portal.JoinAsync(QueryMember.Of(Guid.Empty, $"{how}-one", "crowds", null, null));
            await unruly.Portal.SetAsync(id, new(MetricsSourceKind.Url, unruly.Endpoint.Of(how)));
        }

        int Asked(string how) => unruly.Endpoint.Paths.Count(path => path.StartsWith($"/{how}/", StringComparison.Ordinal));
        string Question(string cluster) => $"/prom/api/v1/query?time={QueryData.Start}&query=sum(up%7Bcluster%3D%22{cluster}%22%7D)";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Viewer.GetAsync(Question("crowded-one"), HttpStatusCode.OK)));
        Assert.InRange(Asked("crowded"), 1, 3);

        var before = Asked("refusing");
        await Viewer.GetAsync(Question("refusing-one"), HttpStatusCode.ServiceUnavailable);
        await Viewer.GetAsync(Question("refusing-one"), HttpStatusCode.ServiceUnavailable);
        Assert.True(Asked("refusing") >= before + 2);
    }

    [Fact]
    public async Task Absence_IsNotClaimedWhileAClusterIsMissing()
    {
        var answer = await Viewer.GetAsync("/prom/api/v1/query?query=absent(none%7Bcluster%3D~%22calm.%7Caway%22%7D)", HttpStatusCode.OK);

        Assert.Empty(answer.GetProperty("data").GetProperty("result").EnumerateArray());
        Assert.Contains("away", answer.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "2")]
    public async Task Source_IsSetCheckedAndRemoved_AndItsSecretStaysWhereItWasGiven()
    {
        var id = await unruly.Portal.JoinAsync(QueryMember.Of(Guid.Empty, "kept", "calm", null, null));
        using var script = await unruly.Portal.Host.ScriptAsync(PortalRole.Operator);
        var path = $"/api/v1/clusters/{id}/metrics-source";
        await script.GetAsync(path, HttpStatusCode.NotFound);

        using var plain = await PutAsync(script, path, new { kind = "Url", address = unruly.Endpoint.Of("guarded"), authentication = "Bearer", secret = UnrulyEndpoint.Token });
        Assert.Contains("https://", (await plain.ReadAsync(HttpStatusCode.UnprocessableEntity)).Text("detail"), StringComparison.Ordinal);
        using var set = await PutAsync(script, path, new { kind = "Url", address = "https://metrics.example.com/x", authentication = "Bearer", secret = UnrulyEndpoint.Token });
        var stored = await set.ReadAsync(HttpStatusCode.OK);
        Assert.True(stored.GetProperty("hasSecret").GetBoolean());
        Assert.DoesNotContain(UnrulyEndpoint.Token, stored.GetRawText(), StringComparison.Ordinal);
        var version = stored.GetProperty("version").GetUInt32();
        using var elsewhere = await PutAsync(script, path, new { kind = "Url", address = "https://thief.example.com", authentication = "Bearer", version });
        Assert.Equal("secret", (await elsewhere.ReadAsync(HttpStatusCode.UnprocessableEntity)).Text("field"));
        using var stale = await PutAsync(script, path, new { kind = "Url", address = unruly.Endpoint.Of("calm") });
        await stale.ReadAsync(HttpStatusCode.Conflict);
        using var moved = await PutAsync(script, path, new { kind = "Url", address = unruly.Endpoint.Of("calm"), version });
        Assert.False((await moved.ReadAsync(HttpStatusCode.OK)).GetProperty("hasSecret").GetBoolean());

        var check = await script.GetAsync($"{path}/check", HttpStatusCode.OK);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, check.GetProperty("fault").ValueKind);
        using var removed = await script.DeleteAsync(path, Token);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("NoSource", (await script.GetAsync($"{path}/check", HttpStatusCode.OK)).Text("fault"));
    }

    [Fact]
    public async Task Prometheus_ThatThePortalInstalled_IsFoundAndAskedThroughTheApiServer()
    {
        var id = await unruly.Portal.JoinAsync(QueryMember.Of(Guid.Empty, "installed", "calm", null, null));
        await unruly.Portal.InstallAsync(id, unruly.Endpoint.Of("guarded").TrimEnd('/'), UnrulyEndpoint.Token);
        unruly.Portal.Host.Services.GetRequiredService<SourceDirectory>().Forget();

        var source = await Viewer.GetAsync($"/api/v1/clusters/{id}/metrics-source", HttpStatusCode.OK);
        var answer = await Viewer.GetAsync($"/prom/api/v1/query?time={QueryData.Start}&query=sum(up%7Bcluster%3D%22installed%22%7D)", HttpStatusCode.OK);

        Assert.Equal(("Service", "monitoring/prometheus-prometheus:9090", true), (source.Text("kind"), source.Text("address"), source.GetProperty("isFound").GetBoolean()));
        Assert.Equal("1", answer.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString());
        Assert.Contains("/guarded/api/v1/namespaces/monitoring/services/prometheus-prometheus:9090/proxy/api/v1/query", unruly.Endpoint.Paths);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string path, object body) =>
        System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(client, path, body, Token);

    /// <summary>A portal over two calm clusters and one of each unruly kind.</summary>
    public sealed class UnrulyPortal : IAsyncLifetime
    {
        public MetricsPortal Portal { get; } = new();

        internal UnrulyEndpoint Endpoint { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await Portal.InitializeAsync();
            Endpoint = await UnrulyEndpoint.StartAsync();
            foreach (var how in Whys.Keys.Concat(["calm1", "calm2"]))
            {
                var id = await Portal.JoinAsync(QueryMember.Of(Guid.Empty, how, "unruly", null, null));
                if (how != "unknown")
                {
                    await Portal.SetAsync(id, new(MetricsSourceKind.Url, how switch { "away" => "http://127.0.0.1:9/", "stranger" => Endpoint.OfStranger("calm"), _ => Endpoint.Of(how) }));
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Portal.DisposeAsync();
            await Endpoint.DisposeAsync();
        }
    }
}
