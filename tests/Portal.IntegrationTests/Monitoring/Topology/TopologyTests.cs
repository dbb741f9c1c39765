using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Data;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring.Topology;

/// <summary>The tree of real Prometheus servers of which some gather from others, and the map of the clusters in the database.</summary>
public sealed class TopologyTests(TopologyTests.FederatedPortal estate) : IClassFixture<TopologyTests.FederatedPortal>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Viewer => estate.Portal.Viewer;

    [Fact]
    public async Task Tree_IsWhatTheServersGather_WithWhatIsDown_AndHowLateItIs()
    {
        var tree = await UntilAsync(body => Links(body).Count(link => link.State != "Unknown") == 5 && Server(body, "relay").GetProperty("targets").GetProperty("down").GetInt32() == 1);

        Assert.Equal(
            [
                ("cluster:relay", "cluster:t1", "Federates", "Up"), ("cluster:relay", "cluster:t2", "Federates", "Up"), ("cluster:relay", "unknown:127.0.0.1:1 cluster:relay", "Federates", "Down"),
                ("engine:tree", "cluster:relay", "Federates", "Up"), ("engine:tree", "cluster:gone", "Holds", "Down"),
            ],
            Links(tree).OrderBy(link => link.Above).ThenByDescending(link => link.Kind == "Federates").ThenBy(link => link.Below));
        var relay = Server(tree, "relay");
        var down = Assert.Single(relay.GetProperty("down").EnumerateArray());
        Assert.Equal(("nobody", "127.0.0.1:1"), (down.Text("job"), down.Text("instance")));
        Assert.Contains("refused", down.Text("error"), StringComparison.Ordinal);
        var lag = TimeSpan.Parse(relay.GetProperty("lag").Text("worst"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(lag, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var gone = Server(tree, "gone");
        Assert.Equal(("Missing", JsonValueKind.Null), (gone.Text("state"), gone.GetProperty("targets").ValueKind));
        Assert.StartsWith("Its metrics endpoint ", gone.Text("why"), StringComparison.Ordinal);
        Assert.Equal((4, "gone"), (tree.GetProperty("clustersAsked").GetInt32(), Assert.Single(tree.GetProperty("missing").EnumerateArray()).Text("cluster")));
    }

    [Fact]
    public async Task Map_HasTheClusters_AndTheTunnelsThatWereSeen()
    {
        var map = await Viewer.GetAsync("/api/v1/topology/clusters", HttpStatusCode.OK);

        Assert.Equal(["gone", "relay", "t1", "t2"], map.GetProperty("places").EnumerateArray().Select(place => place.Text("name")));
        var links = map.GetProperty("links").EnumerateArray().ToList();
        Assert.Equal(
            [("cluster:relay", "cluster:t1", "Unknown"), ("cluster:relay", "cluster:t2", "Unknown"), ("cluster:t1", "cluster:t2", "Connected")],
            links.Select(link => (link.Text("from"), link.Text("to"), link.Text("state"))));
        Assert.Equal(12.5, links[2].GetProperty("latencyMilliseconds").GetDouble());
        Assert.Equal("Tunnel", links[2].Text("kind"));
        Assert.Equal("Nobody has looked lately.", links[0].Text("reason"));
    }

    [Fact]
    public async Task Nobody_IsLetIn()
    {
        using var nobody = estate.Portal.Host.Browser();
        foreach (var path in new[] { "prometheus", "clusters" })
        {
            using var refused = await nobody.GetAsync($"/api/v1/topology/{path}", Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    private static IReadOnlyList<(string Above, string Below, string Kind, string State)> Links(JsonElement tree) =>
        [.. tree.GetProperty("links").EnumerateArray().Select(link => (link.Text("above"), link.Text("below"), link.Text("kind"), link.Text("state")))];

    private static JsonElement Server(JsonElement tree, string name) => tree.GetProperty("servers").EnumerateArray().Single(server => server.Text("name") == name);

    /// <summary>Servers scrape in their own time.</summary>
    private async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var body = await Viewer.GetAsync("/api/v1/topology/prometheus", HttpStatusCode.OK);
            if (isThere(body))
            {
                return body;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    /// <summary>Two servers that a relay gathers from, and an engine above it; a target that nobody serves, and a cluster that is gone.</summary>
    public sealed class FederatedPortal : IAsyncLifetime
    {
        private const string Head = "global: { scrape_interval: 1s }\nscrape_configs:\n";

        private readonly List<PrometheusServer> _servers = [];

        public MetricsPortal Portal { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Portal.InitializeAsync();
            var leaves = await Task.WhenAll(Enumerable.Range(1, 2).Select(number => PrometheusServer.StartAsync([], Head + Self(number))));
            _servers.AddRange(leaves);
            var relay = await PrometheusServer.StartAsync(
                [], Head + Federate("leaves", [.. leaves.Select(leaf => leaf.Address.Authority)]) + Federate("nobody", ["127.0.0.1:1"]));
            _servers.Add(relay);
            var engine = await PrometheusServer.StartAsync([], Head + Federate("relay", [relay.Address.Authority]));
            _servers.Add(engine);
            List<Guid> ids = [];
            foreach (var (name, address) in new[] { ("t1", leaves[0].Address.ToString()), ("t2", leaves[1].Address.ToString()), ("relay", relay.Address.ToString()), ("gone", "http://127.0.0.1:9/") })
            {
                ids.Add(await Portal.JoinAsync(QueryMember.Of(Guid.Empty, name, "tree", "aws", "north")));
                await Portal.SetAsync(ids[^1], new(MetricsSourceKind.Url, address));
            }

            await using var db = await Portal.Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
            var fleet = await db.Fleets.SingleAsync(one => one.Name == "tree", Token);
            await Portal.Host.Services.GetRequiredService<IGlobalEngines>().SetAsync(
                fleet.Id, new GlobalEngineRequest(EngineKind.Prometheus, engine.Address.ToString()), Estate.Operator, Token);
            await TunnelAsync(db, ids);
        }

        public async ValueTask DisposeAsync()
        {
            await Portal.DisposeAsync();
            foreach (var server in _servers)
            {
                await server.DisposeAsync();
            }
        }

        private static string Self(int number) => $"  - job_name: self\n    static_configs: [{{ targets: [\"{{self}}\"], labels: {{ cluster: t{number} }} }}]\n";

        private static string Federate(string job, string[] targets) =>
            $"  - job_name: {job}\n    honor_labels: true\n    metrics_path: /federate\n    params: {{ 'match[]': ['{{job=\"self\"}}'] }}\n    static_configs: [{{ targets: [{string.Join(", ", targets.Select(target => $"\"{target}\""))}] }}]\n";

        /// <summary>Submariner over three clusters: of two it was seen, of the third long ago.</summary>
        private static async Task TunnelAsync(PortalDbContext db, List<Guid> ids)
        {
            var now = DateTimeOffset.UtcNow;
            var system = new InstalledSystem { Id = Guid.CreateVersion7(), System = ConnectedSystems.Submariner, CreatedAt = now, CreatedBy = "test", State = SystemState.Ready, StateSince = now };
            system.Members.AddRange(ids.Take(3).Select(id => new InstalledSystemMember { SystemId = system.Id, ClusterId = id, Role = "member", Network = "", State = SystemMemberState.Active }));
            db.Add(system);
            await db.SaveChangesAsync(Token);
            foreach (var (from, to, at) in new[] { (0, 1, now), (1, 0, now), (0, 2, now.AddHours(-1)), (2, 0, now.AddHours(-1)), (1, 2, now.AddHours(-1)), (2, 1, now.AddHours(-1)) })
            {
                db.Add(new SystemConnection
                {
                    SystemId = system.Id,
                    FromClusterId = ids[from],
                    ToClusterId = ids[to],
                    State = SystemConnectionState.Connected,
                    LatencyMilliseconds = 12.5,
                    CheckedAt = at,
                    KnownAt = at,
                });
            }

            await db.SaveChangesAsync(Token);
        }
    }
}
