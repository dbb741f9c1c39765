using Bunit;
using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Topology;
using Portal.Web.Monitoring.Topology;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>Who gathers from whom, and what ties clusters together.</summary>
public sealed class TopologyPageTests : PageTest
{
    [Fact]
    public void Tree_NamesWhatIsDown_AndSaysWhatIsUnknown()
    {
        Tree.Answers("top", 5);
        Tree.Below(Tree.Answers("leaf", 3, new DownTarget("node", "n1:9100", "connection refused", Sample.Now.AddSeconds(-20))), TreeLinkState.Down, "server returned HTTP status 503");
        Tree.Rows.Add(new TreeRow(FakePrometheusTopology.Stranger("10.0.0.7:9090"), 1, null, false, false));
        Tree.IsMissing("gone");

        Open("/monitoring/topology");

        Shows("2 of 3 clusters");
        Eventually(() => Assert.StartsWith("Level 2: leaf leaf.example:9090 Down Federation 7 s behind 3 up, 1 down , 1 not scraped yet On time · worst 42 s", Text(Row("Level 2: leaf")), StringComparison.Ordinal));
        Shows("node n1:9100 connection refused 20 s ago");
        Shows("server returned HTTP status 503");
        Shows("10.0.0.7:9090 unknown server");
        Shows("The portal knows no server at this address");
        Shows("Unknown Unknown Missing", () => Row("gone"));
        Shows("It did not answer within 10 seconds.");
        Shows("Targets down 1 known of 2 of 3 servers", () => Page.FindAll(".tile")[2]);
    }

    [Fact]
    public void Tree_KeepsThoseAboveWhatIsFound()
    {
        var top = Tree.Answers("top");
        Tree.Below(Tree.Answers("leaf", 3, new DownTarget("node", "n1:9100", "EOF", null)));
        Tree.Answers("other");
        Tree.Below(top, isRepeated: true, isCircle: true);

        Open("/monitoring/topology");
        Shows("It stands above itself");
        Click(() => Button("Only with trouble"));

        Eventually(() => Assert.Equal(["top", "leaf"], Page.FindAll(".tree-title .strong").Select(Text)));
        Assert.Contains("trouble=True", Address, StringComparison.OrdinalIgnoreCase);
        Search("other");
        Shows("No server matches.");
    }

    [Fact]
    public void Tree_WithoutAnySource_SaysHowToGetOne()
    {
        Tree.IsMissing("member1", MemberFaultKind.NoSource, "No metrics endpoint of it is known.");

        Open("/monitoring/topology");

        Shows("No cluster has a metrics endpoint yet.");
        Assert.Equal("/components/prometheus", Button("Install Prometheus", Main).GetAttribute("href"));
    }

    [Fact]
    public void Tree_OfWhichNobodyAnswered_HasNoZero()
    {
        Tree.IsMissing("member1");

        Open("/monitoring/topology");

        Eventually(() => Assert.NotEmpty(Page.FindAll(".problem")));
        Shows("Targets up –", () => Page.FindAll(".tile")[1]);
        Shows("Unknown", () => Row("member1"));
    }

    [Fact]
    public void Map_IsAPicture_AndTheSameAsATable()
    {
        var (a, b, c) = (Map.Add("member1"), Map.Add("member2", ClusterState.Degraded), Map.Add("member3"));
        Map.Tie(a.Key, c.Key, SystemConnectionState.Failed, "Nobody has looked lately.");
        Map.Tie(a.Key, b.Key, SystemConnectionState.Connected, latency: 12.5);

        Open("/monitoring/topology?view=map");

        Eventually(() => Assert.Equal(["member1: Healthy, edge · north", "member2: Degraded, edge · north", "member3: Healthy, edge · north"], Page.FindAll(".map-place").Select(place => Text(place.QuerySelector("title")!))));
        Assert.Equal(2, Page.FindAll("path.map-link[d^='M'][d*='Q']").Count);
        Shows("member3 Submariner Failed – 30 s ago Nobody has looked lately.", () => Row("member1 member3"));
        Shows("12.5 ms", () => Row("member1 member2"));
        Shows("submariner: member", () => Page.Find("details"));
        Publish(Portal.Core.Events.Topics.SystemConnections);
        Map.Links.Clear();
        Clock.Advance(TimeSpan.FromSeconds(1));
        Shows("Nothing ties these clusters together yet.");
    }

    [Fact]
    public void MapOfManyClusters_OpensAFleet()
    {
        Map.IsGrouped = true;
        Map.Add("big", ClusterState.Unreachable, MapPlaceKind.Fleet, 450);
        Map.Add("small", ClusterState.Healthy, MapPlaceKind.Fleet, 50);

        Open("/monitoring/topology?view=map");

        Shows("All fleets (500 clusters)");
        Shows("big 450 clusters Unreachable", () => Page.Find("details"));
        Assert.Equal("/monitoring/topology?view=map&fleet=big", Page.FindAll(".map-place")[0].GetAttribute("href"));
        Open("/monitoring/topology?view=map&fleet=big");
        Eventually(() => Assert.Equal(new MapQuestion("big"), Map.Asked[^1]));
    }

    [Fact]
    public void Places_OfOneMapNeverLieOnEachOther()
    {
        foreach (var count in new[] { 1, 2, 3, 5, 8, 12 })
        {
            Map.Places.Clear();
            Enumerable.Range(0, count).ToList().ForEach(number => Map.Add($"m{number}"));
            var layout = MapLayout.Of(new ClusterMap([.. Map.Places], [], 0, count, false, new MapQuestion(), Sample.Now));

            Assert.All(layout.Places, one => Assert.All(layout.Places.Where(other => other != one), other =>
                Assert.True(Math.Abs(one.X - other.X) >= 180 || Math.Abs(one.Y - other.Y) >= 52, $"{one} {other}")));
            Assert.Empty(layout.Fleets);
            Assert.All(layout.Places, one => Assert.True(one.X is >= 90 and <= MapLayout.Width - 90 && one.Y >= 26 && one.Y <= layout.Height - 26));
        }
    }
}
