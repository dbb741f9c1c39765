using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Api;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>Clients of Prometheus find in the portal one server that has the series of all clusters.</summary>
public sealed class PrometheusApiTests(PrometheusEstate servers, PrometheusApiTests.FivePortal five) : IClassFixture<PrometheusApiTests.FivePortal>
{
    private static readonly long At = QueryData.Start + 3600;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sum by (job) (rate(requests_total[5m]))")]
    [InlineData("topk(3, memory_bytes)")]
    [InlineData("up{cluster=\"c3\"}")]
    [InlineData("odd")]
    [InlineData("build_info")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(duration_seconds_bucket[5m])))")]
    [InlineData("scalar(sum(up))")]
    [InlineData("1e-7 * sum(up)")]
    [InlineData("1e22 * sum(up)")]
    [InlineData("time()")]
    [InlineData("\"text\"")]
    [InlineData("none_of_that_name")]
    public async Task Query_InstantAndRange_IsWhatOneServerWithAllWouldWrite(string expression)
    {
        await five.StartAsync(servers);
        using var whole = new HttpClient { BaseAddress = servers.Whole.Address };
        foreach (var path in new[]
        {
            $"query?time={At}&query={Uri.EscapeDataString(expression)}",
            $"query_range?start={At}&end={At + 600}&step=1m&query={Uri.EscapeDataString(expression)}",
        })
        {
            if (expression[0] == '"' && path.StartsWith("query_range", StringComparison.Ordinal))
            {
                continue;
            }

            var expected = JsonNode.Parse(await whole.GetStringAsync($"api/v1/{path}", Token))!["data"]!;
            using var answer = await five.Portal.Viewer.GetAsync($"/prom/api/v1/{path}", Token);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;

            Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
            Assert.Null(body["warnings"]);
            Assert.Equal(Plain(expected), Plain(body["data"]!));
        }
    }

    [Fact]
    public async Task SeriesLabelsAndValues_AreThoseOfAll()
    {
        await five.StartAsync(servers);
        using var whole = new HttpClient { BaseAddress = servers.Whole.Address };
        var when = $"start={QueryData.Start}&end={At}";
        foreach (var path in new[]
        {
            $"series?{when}&match[]=build_info&match[]=temperature%7Bregion%3D%22north%22%7D", $"labels?{when}", $"labels?{when}&match[]=build_info", $"label/job/values?{when}",
            $"label/cluster/values?{when}", $"label/cluster/values?{when}&match[]=only_first", $"label/exported_cluster/values?{when}", $"label/__name__/values?{when}&match[]=%7Bfleet%3D%22test%22%7D",
        })
        {
            var expected = Sorted(await whole.GetStringAsync($"api/v1/{path}", Token));
            Assert.Equal(expected, Sorted(await five.Portal.Viewer.GetStringAsync($"/prom/api/v1/{path}", Token)));
        }

        var cut = await five.Portal.Viewer.GetAsync($"/prom/api/v1/series?{when}&match[]=up&limit=2", HttpStatusCode.OK);
        Assert.Equal(2, cut.GetProperty("data").GetArrayLength());
        Assert.Contains("more than the limit", cut.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_AsksThePortalAsItAsksAServer()
    {
        await five.StartAsync(servers);
        string[] Asked(Uri server) => ["query", "instant", $"--time={At.ToString(CultureInfo.InvariantCulture)}", server.ToString(), "sum by (fleet) (up)"];

        // Older ones know no other way than a user's name and password in the address.
        var token = five.Portal.Viewer.DefaultRequestHeaders.Authorization!.Parameter!;
        var ours = await RunAsync(Asked(new UriBuilder(five.Portal.Host.Address) { UserName = "token", Password = token, Path = "prom" }.Uri));
        var theirs = await RunAsync(Asked(servers.Whole.Address));

        Assert.Contains("prod", ours, StringComparison.Ordinal);
        Assert.Equal(theirs.Split('\n').Order(), ours.Split('\n').Order());
    }

    [Theory]
    [InlineData("query?query=sum(", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("query", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("query?time=1793487600&query=sum%20by%20(job)%20(up)%20*%20on%20()%20sum%20by%20(job)%20(up)", HttpStatusCode.UnprocessableEntity, "execution")]
    [InlineData("query?query=up&time=yesterday", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("query_range?query=up&start=1&end=2&step=0", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("query_range?query=up&start=0&end=1000000&step=1", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("query_range?query=up&start=2&end=1&step=1", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("series", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("series?match[]=sum(up)", HttpStatusCode.BadRequest, "bad_data")]
    [InlineData("label/a%2Fb/values", HttpStatusCode.BadRequest, "bad_data")]
    public async Task BadQuestion_IsRefusedAsPrometheusDoes(string path, HttpStatusCode status, string type)
    {
        await five.StartAsync(servers);

        var answer = await five.Portal.Viewer.GetAsync($"/prom/api/v1/{path}", status);

        Assert.Equal(("error", type), (answer.Text("status"), answer.Text("errorType")));
        Assert.True(answer.Text("error").Length > 30, answer.Text("error"));
    }

    [Fact]
    public async Task NobodyAndForms_AreKeptOutAndLetIn()
    {
        await five.StartAsync(servers);
        using var nobody = five.Portal.Host.Browser();
        using var refused = await nobody.GetAsync("/prom/api/v1/query?query=up", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var form = new FormUrlEncodedContent([new("query", "count(up)"), new("time", $"{At}")]);
        using var posted = await five.Portal.Viewer.PostAsync("/prom/api/v1/query", form, Token);
        Assert.Equal("vector", (await posted.ReadAsync(HttpStatusCode.OK)).GetProperty("data").Text("resultType"));
        Assert.Equal("5/5", Assert.Single(posted.Headers.GetValues("Portal-Coverage")));
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        var run = await Cli.Wrap(PrometheusTools.Promtool).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);
        Assert.True(run.ExitCode == 0, run.StandardError);
        return run.StandardOutput;
    }

    /// <summary>Series in an order of their own, and numbers as they are written: sums of another order end in other digits.</summary>
    internal static string Plain(JsonNode data)
    {
        var result = data["result"]!;
        if (result is not JsonArray series || data["resultType"]!.GetValue<string>() is "scalar" or "string")
        {
            return data.ToJsonString();
        }

        var lines = series.Select(one => $"{one!["metric"]!.AsObject().OrderBy(label => label.Key).Aggregate("", (text, label) => $"{text}{label.Key}={label.Value},")}: {Values(one)}");
        return $"{data["resultType"]}\n{string.Join('\n', lines.Order(StringComparer.Ordinal))}";
    }

    private static string Values(JsonNode series)
    {
        JsonArray[] samples = series["value"] is JsonArray one ? [one] : [.. series["values"]!.AsArray().Select(pair => pair!.AsArray())];
        return string.Join(' ', samples.Select(pair => $"{pair[0]!.ToJsonString()} {Rounded(pair[1]!.GetValue<string>())}"));
    }

    private static string Rounded(string value) =>
        value.Contains('.', StringComparison.Ordinal) && !value.Contains('e', StringComparison.Ordinal) ? double.Parse(value, CultureInfo.InvariantCulture).ToString("G12", CultureInfo.InvariantCulture) : value;

    internal static IReadOnlyList<string> Sorted(string body) =>
        [.. JsonDocument.Parse(body).RootElement.GetProperty("data").EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : string.Join(',', item.EnumerateObject().OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"{label.Name}={label.Value}")))
            .Order(StringComparer.Ordinal)];

    /// <summary>A portal over the five servers of the estate.</summary>
    public sealed class FivePortal : IAsyncLifetime
    {
        private readonly SemaphoreSlim _gate = new(1);
        private bool _started;

        public MetricsPortal Portal { get; } = new();

        public ValueTask InitializeAsync() => Portal.InitializeAsync();

        internal async Task StartAsync(PrometheusEstate servers)
        {
            await servers.StartAsync();
            await _gate.WaitAsync(Token);
            try
            {
                for (var i = 0; !_started && i < QueryData.Members.Count; i++)
                {
                    await Portal.SetAsync(await Portal.JoinAsync(QueryData.Members[i]), new(MetricsSourceKind.Url, servers.Members[i].Address.ToString()));
                }

                _started = true;
            }
            finally
            {
                _gate.Release();
            }
        }

        public ValueTask DisposeAsync()
        {
            _gate.Dispose();
            return Portal.DisposeAsync();
        }
    }
}
