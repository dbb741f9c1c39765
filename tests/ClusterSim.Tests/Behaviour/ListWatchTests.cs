using System.Net;
using System.Text.Json.Nodes;

namespace ClusterSim.Tests.Behaviour;

public sealed class ListWatchTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_InPages_IsOneRevisionWhateverIsWrittenBetween()
    {
        using var cluster = sim.NewCluster();
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await cluster.CreateConfigMapAsync(name);
        }

        var names = new List<string>();
        var (_, page) = await cluster.GetAsync($"{ClusterClient.ConfigMaps}?limit=2");
        var remaining = (int?)page["metadata"]!["remainingItemCount"];
        await cluster.CreateConfigMapAsync("bb");
        while (true)
        {
            names.AddRange(page["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!));
            if ((string?)page["metadata"]!["continue"] is not { Length: > 0 } next)
            {
                break;
            }

            (_, page) = await cluster.GetAsync($"{ClusterClient.ConfigMaps}?limit=2&continue={Uri.EscapeDataString(next)}");
        }

        Assert.Equal(["a", "b", "c", "d", "e", "kube-root-ca.crt"], names);
        Assert.Equal(4, remaining);
    }

    [Fact]
    public async Task Watch_FromARevision_ShowsWhatCameAfterIt()
    {
        using var cluster = sim.NewCluster();
        var first = await cluster.CreateConfigMapAsync("one");
        await cluster.CreateConfigMapAsync("two");
        await cluster.SendAsync(HttpMethod.Delete, $"{ClusterClient.ConfigMaps}/one");

        var events = await WatchAsync(cluster, $"resourceVersion={first["metadata"]!["resourceVersion"]}", 2);

        Assert.Equal(["ADDED two", "DELETED one"], events.Select(e => $"{e["type"]} {e["object"]!["metadata"]!["name"]}"));
    }

    [Fact]
    public async Task Watch_WithInitialEvents_EndsThemWithABookmark()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateConfigMapAsync("one");

        var events = await WatchAsync(cluster, "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", 3);

        Assert.Equal(["ADDED", "ADDED", "BOOKMARK"], events.Select(e => (string)e["type"]!));
        Assert.Equal("true", (string?)events[2]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task Revision_BeforeACompaction_IsGone()
    {
        using var cluster = sim.NewCluster();
        var first = await cluster.CreateConfigMapAsync("one");
        await cluster.CreateConfigMapAsync("two");
        var old = (string)first["metadata"]!["resourceVersion"]!;
        var (_, page) = await cluster.GetAsync($"{ClusterClient.ConfigMaps}?limit=1");
        await cluster.CreateConfigMapAsync("three");
        using var compacted = await cluster.Http.PostAsync(new Uri(cluster.Host.BaseUri, $"/control/clusters/{cluster.Name}/compact"), null, Token);

        var events = await WatchAsync(cluster, $"resourceVersion={old}", 1);
        var (code, next) = await cluster.GetAsync($"{ClusterClient.ConfigMaps}?limit=1&continue={Uri.EscapeDataString((string)page["metadata"]!["continue"]!)}");

        Assert.Equal(("ERROR", 410, "Expired"), ((string?)events[0]["type"], (int)events[0]["object"]!["code"]!, (string?)events[0]["object"]!["reason"]));
        Assert.Equal((HttpStatusCode.Gone, "Expired"), (code, (string?)next["reason"]));
    }

    [Fact]
    public async Task Table_HasTheColumnsThatPeopleRead()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateDeploymentAsync("web", 2);

        var (_, table) = await cluster.GetAsync(ClusterClient.Deployments, "application/json;as=Table;v=v1;g=meta.k8s.io");

        Assert.Equal("Table", (string?)table["kind"]);
        Assert.Equal(["Name", "Ready", "Up-to-date", "Available", "Age"], table["columnDefinitions"]!.AsArray().Take(5).Select(c => (string)c!["name"]!));
        Assert.Equal("2/2", (string?)table["rows"]![0]!["cells"]![1]);
    }

    private static async Task<List<JsonNode>> WatchAsync(ClusterClient cluster, string query, int count)
    {
        using var answer = await cluster.Http.GetAsync(new Uri($"{ClusterClient.ConfigMaps}?watch=true&timeoutSeconds=20&{query}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        var events = new List<JsonNode>();
        while (events.Count < count && await reader.ReadLineAsync(Token) is { } line)
        {
            events.Add(JsonNode.Parse(line)!);
        }

        return events;
    }
}
