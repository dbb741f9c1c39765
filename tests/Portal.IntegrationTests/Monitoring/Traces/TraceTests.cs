using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Traces;

namespace Portal.IntegrationTests.Monitoring.Traces;

/// <summary>A request that crosses clusters with trace stores of both kinds, over real HTTP, some of which misbehave.</summary>
public sealed class TraceTests(TraceTests.TracedPortal estate) : IClassFixture<TraceTests.TracedPortal>
{
    private const string Crossing = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trace_OfARequestAcrossClusters_IsOne_AndNamesThoseThatDidNotAnswer()
    {
        var trace = await estate.Portal.Viewer.GetAsync($"/api/v1/traces/{Crossing}", HttpStatusCode.OK);

        var rows = trace.GetProperty("spans").EnumerateArray().ToList();
        Assert.Equal(
            ["0 shop east", "1 cart east+west", "2 orders west", "3 postgres central"],
            rows.Select(row => $"{row.GetProperty("depth").GetInt32()} {row.GetProperty("span").Text("service")} {string.Join('+', row.GetProperty("span").GetProperty("clusters").EnumerateArray().Select(name => name.GetString()))}"));
        Assert.True(rows[3].GetProperty("span").GetProperty("isError").GetBoolean());
        Assert.Equal((5, 1), (trace.GetProperty("clustersAsked").GetInt32(), trace.GetProperty("clustersWithoutStore").GetInt32()));
        var missing = trace.GetProperty("missing").EnumerateArray().ToDictionary(one => one.Text("cluster"), one => one.Text("why"));
        Assert.Equal("It did not answer within 4 seconds.", missing["hanging"]);
        Assert.Equal("What its trace store sent cannot be read as traces.", missing["malformed"]);
        Assert.Equal(2, missing.Count);

    }

    [Fact]
    public async Task Search_AsksAllClusters_AndMakesOneRowOfWhatTheyFound()
    {
        var found = await estate.Portal.Viewer.GetAsync("/api/v1/traces?service=cart&tag=error%3Dtrue&minDurationMs=1&limit=5", HttpStatusCode.OK);

        var trace = Assert.Single(found.GetProperty("traces").EnumerateArray());
        Assert.Equal((Crossing, "shop", "GET /"), (trace.Text("traceId"), trace.Text("rootService"), trace.Text("rootOperation")));
        Assert.Equal(["east", "west"], trace.GetProperty("clusters").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["hanging", "malformed"], found.GetProperty("missing").EnumerateArray().Select(one => one.Text("cluster")).Order());
        Assert.Contains(estate.Server.Asked, path => path.StartsWith("jaeger/east/api/traces?service=cart&", StringComparison.Ordinal) && path.Contains("minDuration=1000us", StringComparison.Ordinal));
        Assert.Contains(estate.Server.Asked, path => path.StartsWith("tempo/west/api/search?q=", StringComparison.Ordinal) && path.Contains("status%20%3D%20error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ServicesAndOperations_AreThoseOfAllClusters()
    {
        var services = await estate.Portal.Viewer.GetAsync($"/api/v1/traces/services?clusterId={estate.Clusters["east"]}&clusterId={estate.Clusters["west"]}", HttpStatusCode.OK);
        var operations = await estate.Portal.Viewer.GetAsync($"/api/v1/traces/operations?service=orders&clusterId={estate.Clusters["west"]}", HttpStatusCode.OK);

        Assert.Equal(["cart", "orders", "shop"], services.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["PUT /order"], operations.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal((2, 0), (services.GetProperty("clustersAsked").GetInt32(), services.GetProperty("missing").GetArrayLength()));
    }

    [Theory]
    [InlineData("/api/v1/traces/00000000000000000000000000000001?clusterId={east}&clusterId={central}", HttpStatusCode.NotFound, "No cluster has this trace")]
    [InlineData("/api/v1/traces/..%2Fmetrics", HttpStatusCode.UnprocessableEntity, "This is no id of a trace.")]
    [InlineData("/api/v1/traces?service=", HttpStatusCode.UnprocessableEntity, "Give the service")]
    [InlineData("/api/v1/traces?service=cart&tag=oops", HttpStatusCode.UnprocessableEntity, "is no tag")]
    public async Task WhatCannotBeAnswered_IsRefused(string path, HttpStatusCode status, string words)
    {
        var address = path.Replace("{east}", $"{estate.Clusters["east"]}", StringComparison.Ordinal).Replace("{central}", $"{estate.Clusters["central"]}", StringComparison.Ordinal);
        using var answer = await estate.Portal.Viewer.GetAsync(address, Token);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_IsGiven_Checked_Listed_AndForgotten_WithItsSecretUnseen()
    {
        using var script = await estate.Portal.Host.ScriptAsync(PortalRole.Operator);
        var id = await estate.Portal.JoinAsync(QueryMember.Of(Guid.Empty, "secretive", "traces", null, null));
        var path = $"/api/v1/clusters/{id}/trace-source";
        var request = new { store = "Tempo", kind = "Url", address = "https://127.0.0.1:9/tempo", authentication = "Bearer", secret = "top-secret", tenant = "shop" };

        var given = await (await script.PutAsJsonAsync(path, request, Token)).ReadAsync(HttpStatusCode.OK);
        Assert.DoesNotContain("top-secret", given.GetRawText(), StringComparison.Ordinal);
        Assert.True(given.GetProperty("hasSecret").GetBoolean());
        using var stale = await script.PutAsJsonAsync(path, request, Token);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal("Unreachable", (await script.GetAsync($"{path}/check", HttpStatusCode.OK)).Text("fault"));
        Assert.Equal(JsonValueKind.Null, (await script.GetAsync($"/api/v1/clusters/{estate.Clusters["west"]}/trace-source/check", HttpStatusCode.OK)).GetProperty("fault").ValueKind);
        var row = (await script.GetAsync("/api/v1/metrics-sources?search=secretive", HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.Equal(("Tempo", "shop"), (row.GetProperty("traces").Text("store"), row.GetProperty("traces").Text("tenant")));

        using var refused = await estate.Portal.Viewer.DeleteAsync(path, Token);
        using var forgotten = await script.DeleteAsync(path, Token);
        using var gone = await script.GetAsync(path, Token);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NoContent, HttpStatusCode.NotFound), (refused.StatusCode, forgotten.StatusCode, gone.StatusCode));
        await estate.Portal.LeaveAsync(id);
    }

    /// <summary>Three clusters that a request crosses, one that hangs, one that sends nonsense, and one without a store.</summary>
    public sealed class TracedPortal : IAsyncLifetime
    {
        public MetricsPortal Portal { get; } = new();

        internal TraceStoreServer Server { get; private set; } = null!;

        public Dictionary<string, Guid> Clusters { get; } = [];

        public async ValueTask InitializeAsync()
        {
            await Portal.InitializeAsync();
            Server = await TraceStoreServer.StartAsync();
            var start = DateTimeOffset.UtcNow.AddMinutes(-5);
            var shop = new StoredSpan(Crossing, "0000000000000001", null, "shop", "GET /", "server", start, TimeSpan.FromMilliseconds(100));
            var cart = new StoredSpan(Crossing, "0000000000000002", shop.Id, "cart", "GET /cart", "client", start.AddMilliseconds(10), TimeSpan.FromMilliseconds(80));
            var orders = new StoredSpan(Crossing, "0000000000000003", cart.Id, "orders", "PUT /order", "server", start.AddMilliseconds(20), TimeSpan.FromMilliseconds(50));
            var postgres = new StoredSpan(Crossing, "0000000000000004", orders.Id, "postgres", "INSERT", "client", start.AddMilliseconds(30), TimeSpan.FromMilliseconds(10), IsError: true);
            var east = Server.Put("jaeger", "east", shop, cart);
            foreach (var (name, store, address) in new[]
            {
                ("east", TraceStoreKind.Jaeger, east),
                ("west", TraceStoreKind.Tempo, Server.Put("tempo", "west", cart, orders)),
                ("central", TraceStoreKind.Tempo, Server.Put("old-tempo", "central", postgres)),
                ("hanging", TraceStoreKind.Jaeger, Server.Put("hanging", "hanging")),
                ("malformed", TraceStoreKind.Jaeger, Server.Put("malformed", "malformed")),
                ("without", TraceStoreKind.Jaeger, null),
            })
            {
                var id = Clusters[name] = await Portal.JoinAsync(QueryMember.Of(Guid.Empty, name, "traces", null, null));
                if (address is not null)
                {
                    await Portal.Host.Services.GetRequiredService<ITraceSources>().SetAsync(id, new(store, MetricsSourceKind.Url, address), Estate.Operator, Token);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Portal.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
