using System.Net;
using System.Text.Json.Nodes;
using ClusterSim.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ClusterSim.Tests.Behaviour;

/// <summary>What the simulator does when time passes: a clock of the test's own says when.</summary>
public sealed class TimeTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private SimHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _host = await SimHost.StartAsync(new SimOptions { Clusters = 2, Version = "v1.33.4", Nodes = 1, Time = _time }, Token);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Latency_HoldsTheRequestForItsDelayAndNoOther()
    {
        using var cluster = new ClusterClient(_host, "sim-0", SimClients.Http(_host, "sim-0"));
        using var other = new ClusterClient(_host, "sim-1", SimClients.Http(_host, "sim-1"));
        await cluster.FaultAsync(new { kind = "Latency", delay = "00:10:00", verb = "list", pathPattern = "nodes", count = 1 });
        var began = _time.GetUtcNow();

        var slow = cluster.GetAsync("api/v1/nodes");
        var beside = await other.GetAsync("api/v1/nodes");
        var past = await cluster.GetAsync("api/v1/pods");
        var early = slow.IsCompleted;
        await PassAsync(TimeSpan.FromMinutes(1), slow);
        var after = await cluster.GetAsync("api/v1/nodes");

        Assert.False(early);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), ((await slow).Code, beside.Code, past.Code, after.Code));
        Assert.True(_time.GetUtcNow() - began >= TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task QuietWatch_GetsABookmarkEachMinuteThatOutlivesACompaction()
    {
        using var cluster = new ClusterClient(_host, "sim-0", SimClients.Http(_host, "sim-0"));
        var made = await cluster.CreateConfigMapAsync("before");
        var from = (string)made["metadata"]!["resourceVersion"]!;
        using var marked = await WatchAsync(cluster, $"resourceVersion={from}&allowWatchBookmarks=true");
        using var plain = await WatchAsync(cluster, $"resourceVersion={from}");
        var elsewhere = await cluster.CreateAsync("api/v1/namespaces/default/secrets", """{"metadata":{"name":"elsewhere"}}""");

        var first = marked.ReadLineAsync(Token).AsTask();
        await PassAsync(TimeSpan.FromMinutes(1), first);
        var second = marked.ReadLineAsync(Token).AsTask();
        await PassAsync(TimeSpan.FromMinutes(1), second);
        using var compacted = await cluster.Http.PostAsync(new Uri(_host.BaseUri, "/control/clusters/sim-0/compact"), null, Token);
        var revision = long.Parse((string)JsonNode.Parse((await second)!)!["object"]!["metadata"]!["resourceVersion"]!);
        using var resumed = await WatchAsync(cluster, $"resourceVersion={revision}");
        await cluster.CreateConfigMapAsync("after");

        Assert.All(await Task.WhenAll(first, second), line =>
        {
            var mark = JsonNode.Parse(line!)!;
            Assert.Equal(("BOOKMARK", "ConfigMap"), ((string?)mark["type"], (string?)mark["object"]!["kind"]));
        });
        Assert.True(revision >= long.Parse((string)elsewhere["metadata"]!["resourceVersion"]!));
        foreach (var watch in (StreamReader[])[plain, resumed])
        {
            var next = JsonNode.Parse((await watch.ReadLineAsync(Token))!)!;
            Assert.Equal(("ADDED", "after"), ((string?)next["type"], (string?)next["object"]!["metadata"]!["name"]));
        }
    }

    private static async Task<StreamReader> WatchAsync(ClusterClient cluster, string query)
    {
        var answer = await cluster.Http.GetAsync(
            new Uri($"{ClusterClient.ConfigMaps}?watch=true&timeoutSeconds=60&{query}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
    }

    /// <summary>Lets time pass until <paramref name="awaited"/> has happened: nobody says when the simulator has begun to wait.</summary>
    private async Task PassAsync(TimeSpan step, Task awaited)
    {
        while (!awaited.IsCompleted)
        {
            _time.Advance(step);
            await Task.WhenAny(awaited, Task.Delay(20, Token));
        }
    }
}
