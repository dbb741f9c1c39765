using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Monitoring.Topology;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Monitoring.Topology;

/// <summary>Where clusters are on the map, and what ties them together.</summary>
public sealed class ClusterMapTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Mesh = Guid.NewGuid();

    [Fact]
    public void FewClusters_HaveAPlaceEach()
    {
        var places = MapPlaces.Of([Cluster("b", "edge"), Cluster("a", "core", ClusterState.Degraded)], new MapQuestion("nobody"));

        Assert.False(places.IsGrouped);
        Assert.Equal(["cluster:a", "cluster:b"], Keys(places));
    }

    [Fact]
    public void ManyClusters_AreTheirFleets_AndOneCanBeOpened()
    {
        List<MapCluster> clusters = [.. Many("big", 450), .. Many("small", 50)];

        var closed = MapPlaces.Of(clusters, new MapQuestion());
        var small = MapPlaces.Of(clusters, new MapQuestion("small"));
        var big = MapPlaces.Of(clusters, new MapQuestion("big"));
        var region = MapPlaces.Of(clusters, new MapQuestion("big", "r1"));

        Assert.Equal(["fleet:big", "fleet:small"], Keys(closed));
        Assert.Equal((51, 50), (Keys(small).Count, small.Shown.Count));
        Assert.Equal(["region:r0", "region:r1", "region:r2", "fleet:small"], Keys(big));
        Assert.Equal(60, region.Shown.Count);
        Assert.Equal(["region:r0", "region:r2", "rest:clusters", "fleet:small"], Keys(region).Where(key => !key.StartsWith("cluster:", StringComparison.Ordinal)));
        Assert.Equal(90, Places(region).Single(place => place.Kind == MapPlaceKind.Rest).Clusters);
        Assert.Throws<ProblemException>(() => MapPlaces.Of(clusters, new MapQuestion("nobody")));
        Assert.Throws<ProblemException>(() => MapPlaces.Of(clusters, new MapQuestion("big", "nowhere")));
    }

    [Fact]
    public void Place_IsAsBadAsItsWorstCluster_AndThoseInTroubleAreShownFirst()
    {
        List<MapCluster> clusters = [.. Many("big", 100), Cluster("zz", "big", ClusterState.Unreachable)];

        Assert.Equal(ClusterState.Unreachable, Assert.Single(Places(MapPlaces.Of(clusters, new MapQuestion()))).State);
        Assert.Contains("cluster:zz", Keys(MapPlaces.Of([.. clusters.Select(cluster => cluster with { Region = "one" })], new MapQuestion("big"))));
    }

    [Fact]
    public void BothDirections_AreOneLink_AndItIsAsBadAsTheWorse()
    {
        var (a, b, c) = (Cluster("a", "f"), Cluster("b", "f"), Cluster("c", "f"));
        var links = new MapLinks(MapPlaces.Of([a, b, c], new MapQuestion()));
        links.AddConnections(
            [Member(a), Member(b), Member(c)],
            [
                Ways(a, b, SystemConnectionState.Connected, latency: 3), Ways(b, a, SystemConnectionState.Connected, latency: 5),
                Ways(a, c, SystemConnectionState.Connected, latency: 9), Ways(c, a, SystemConnectionState.Failed, "no route"),
                Ways(b, c, SystemConnectionState.Connected),
            ]);

        var read = links.Read();

        Assert.Equal(
            [("cluster:a", "cluster:c", SystemConnectionState.Failed, "no route"), ("cluster:b", "cluster:c", SystemConnectionState.Unknown, "Nobody has looked yet."), ("cluster:a", "cluster:b", SystemConnectionState.Connected, "")],
            read.Select(link => (link.From, link.To, link.State, link.Reason)));
        Assert.Equal((5d, At), (read[2].LatencyMilliseconds, read[2].SeenAt));
        Assert.Null(read[1].SeenAt);
        Assert.Equal(1, read[1].Ways[SystemConnectionState.Unknown]);
    }

    [Fact]
    public void MeshOfFiveHundred_IsAFewLinks_AndWhatWasNotSeenIsUnknown()
    {
        List<MapCluster> clusters = [.. Many("big", 450), .. Many("small", 50)];
        var links = new MapLinks(MapPlaces.Of(clusters, new MapQuestion()));
        links.AddConnections(
            [.. clusters.Select(Member)],
            [new SeenWays(Mesh, new WayEnd("big", "r0", null), new WayEnd("small", "r1", null), SystemConnectionState.Prepared, 2_000, "", null, At)]);

        var read = links.Read();

        Assert.Equal(3, read.Count);
        var across = read.Single(link => link.From != link.To);
        Assert.Equal((2_000, 43_000), (across.Ways[SystemConnectionState.Prepared], across.Ways[SystemConnectionState.Unknown]));
        Assert.Equal(50 * 49, read.Single(link => link.To == "fleet:small" && link.From == link.To).Ways[SystemConnectionState.Unknown]);
    }

    [Fact]
    public void Broker_IsNoEndOfATunnel()
    {
        var (a, b) = (Cluster("a", "f"), Cluster("b", "f"));
        var links = new MapLinks(MapPlaces.Of([a, b], new MapQuestion()));
        links.AddConnections([Member(a) with { System = "submariner", Role = "broker" }, Member(b) with { System = "submariner", Role = "member" }], []);

        Assert.Empty(links.Read());
    }

    [Fact]
    public void Karmada_TiesItsMembersToTheControlPlane()
    {
        var (host, joined, failed, waiting, away) = (Cluster("host", "f"), Cluster("joined", "f"), Cluster("failed", "f"), Cluster("waiting", "f"), Cluster("away", "f", ClusterState.Unreachable));
        MapCluster[] clusters = [host, joined, failed, waiting, away];
        var links = new MapLinks(MapPlaces.Of(clusters, new MapQuestion()));
        links.AddKarmada(
            [.. clusters.Select(cluster => Member(cluster) with { System = "karmada", Role = cluster == host ? "host" : "member" })],
            [new KarmadaJoinSeen(Mesh, joined.Id, At, ""), new KarmadaJoinSeen(Mesh, failed.Id, null, "It was refused."), new KarmadaJoinSeen(Mesh, away.Id, At, "")],
            clusters.ToDictionary(cluster => cluster.Id));

        Assert.Equal(
            [
                ("cluster:failed", SystemConnectionState.Failed, "It was refused."), ("cluster:away", SystemConnectionState.Unknown, "Cluster away did not answer."),
                ("cluster:waiting", SystemConnectionState.Unknown, "Nobody has looked yet."), ("cluster:joined", SystemConnectionState.Prepared, ""),
            ],
            links.Read().Select(link => (link.To, link.State, link.Reason)));
    }

    [Fact]
    public void EdgeNodes_AreOnePlaceBesideTheirCluster()
    {
        var (cloud, silent, none) = (Cluster("cloud", "f"), Cluster("silent", "f"), Cluster("none", "f"));
        var links = new MapLinks(MapPlaces.Of([cloud, silent, none], new MapQuestion()));
        links.AddEdge(
            [new EdgeSeen(cloud.Id, new EdgeTally(2, 3), At), new EdgeSeen(silent.Id, null, null), new EdgeSeen(none.Id, new EdgeTally(0, 0), At)],
            Array.Empty<MapMember>().ToLookup(member => member.ClusterId), new[] { cloud, silent, none }.ToDictionary(cluster => cluster.Id));

        var read = links.Read();

        Assert.Equal(
            [("cluster:cloud", SystemConnectionState.Failed, "1 of 3 edge nodes of cloud are not ready."), ("cluster:silent", SystemConnectionState.Unknown, "Nobody has looked yet.")],
            read.Select(link => (link.From, link.State, link.Reason)));
        Assert.Equal(new EdgeTally(2, 3), links.Edges["cluster:cloud"]);
        Assert.Null(links.Edges["cluster:silent"]);
    }

    private static MapCluster Cluster(string name, string fleet, ClusterState state = ClusterState.Healthy) => new(Guid.NewGuid(), name, fleet, "aws", "", state, At);

    private static IEnumerable<MapCluster> Many(string fleet, int count) =>
        Enumerable.Range(0, count).Select(i => Cluster($"{fleet}-{i:D3}", fleet) with { Region = $"r{i % 3}" });

    private static MapMember Member(MapCluster cluster) => new(Mesh, "istio-multicluster", "Istio multi-cluster", cluster.Id, "remote");

    private static SeenWays Ways(MapCluster from, MapCluster to, SystemConnectionState state, string reason = "", double? latency = null) =>
        new(Mesh, new WayEnd(from.Fleet, "", from.Id), new WayEnd(to.Fleet, "", to.Id), state, 1, reason, latency, At);

    private static IReadOnlyList<MapPlace> Places(MapPlaces places) => places.Places(Array.Empty<(Guid Id, string Role)>().ToLookup(role => role.Id, role => role.Role));

    private static IReadOnlyList<string> Keys(MapPlaces places) => [.. Places(places).Select(place => place.Key)];
}
