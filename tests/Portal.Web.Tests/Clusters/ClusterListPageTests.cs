using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Clusters;

public sealed class ClusterListPageTests : PageTest
{
    [Fact]
    public void NoCluster_OffersToJoinOne()
    {
        Open("/clusters");

        Shows("Join the first one with its kubeconfig, or with a command that keeps the credential in your hands.");
        Assert.Equal("/join", Button("Join cluster", Page.Find(".empty-state")).GetAttribute("href"));
    }

    [Fact]
    public void Viewer_SeesRows_AndNeitherCheckBoxesNorJoin()
    {
        SignInAs(PortalRole.Viewer);
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters");

        Eventually(() => Row("member1"));
        Assert.Empty(Page.FindAll("input[type=checkbox]"));
        Assert.Empty(Buttons("Join cluster"));
    }

    [Fact]
    public void Row_SaysStateVersionAndFigures()
    {
        Clusters.Items.Add(Sample.Cluster(state: ClusterState.Degraded, change: summary => summary with { NodesReady = 2 }));
        SignInAs(PortalRole.Viewer);

        Open("/clusters");

        Eventually(() => Assert.Equal("member1 Degraded edge aws eu-central-1 v1.34.1 2/3 25% 25% 12 s ago", Text(Row("member1"))));
    }

    [Fact]
    public void FiguresThatWereNeverRead_AreUnknown_AndNeverZero()
    {
        Clusters.Items.Add(Sample.NeverSeen());
        SignInAs(PortalRole.Viewer);

        Open("/clusters");

        Eventually(() => Assert.Equal("member1 Unknown edge aws eu-central-1 – unknown unknown unknown never", Text(Row("member1"))));
        Assert.DoesNotContain("good", Row("member1").QuerySelector(".status")!.ClassList);
    }

    [Fact]
    public void ClusterThatIsNotHeardOf_HasAGreyAge()
    {
        Clusters.Items.Add(Sample.Cluster(change: summary => summary with { LastSeenAt = Sample.Now.AddMinutes(-30) }));

        Open("/clusters");

        Eventually(() => Assert.Contains("stale", Row("member1").QuerySelector("time")!.ClassList));
    }

    [Fact]
    public void Address_HoldsTheFilters()
    {
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2", ClusterState.Unreachable), Sample.Cluster("other", ClusterState.Unreachable)]);

        Open("/clusters?state=Unreachable&q=member&sort=-cpu&fleet=" + Sample.FleetId);

        Eventually(() => Assert.Equal(["member2"], Page.FindAll("tbody td a.strong").Select(Text)));
        Assert.Equal((ClusterSort.CpuRequested, true), (Clusters.Asked!.Sort, Clusters.Asked.Descending));
        Assert.Equal([Sample.FleetId], Clusters.Asked.Fleets);
        Assert.Equal("1", Page.Find(".page-count").TextContent);
    }

    [Fact]
    public void WordsThatAreNoFilter_ArePassedOver()
    {
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters?state=Purple&state=99&sort=shoe-size&fleet=nothing");

        Eventually(() => Row("member1"));
    }

    [Fact]
    public void Search_LandsInTheAddress()
    {
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("other")]);
        Open("/clusters");
        Eventually(() => Row("member1"));

        Search("oth");

        Eventually(() => Assert.Equal("/clusters?q=oth", Address));
        Eventually(() => Assert.Equal(["other"], Page.FindAll("tbody td a.strong").Select(Text)));
    }

    [Fact]
    public void Facet_LandsInTheAddress_AndIsCleared()
    {
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2", ClusterState.Degraded)]);
        Open("/clusters");
        Eventually(() => Row("member2"));

        Click(() => Button("State", Page.Find(".filter-bar")));
        Eventually(() => MenuItem("Degraded 1"));
        Click(() => MenuItem("Degraded 1"));

        Eventually(() => Assert.Equal("/clusters?state=Degraded", Address));
        Eventually(() => Assert.Equal(["member2"], Page.FindAll("tbody td a.strong").Select(Text)));
        Click(() => Button("Clear filters"));
        Eventually(() => Assert.Equal("/clusters", Address));
        Eventually(() => Row("member1"));
    }

    [Fact]
    public void FiltersWithoutAMatch_OfferToClearThem()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters?q=nothing");
        Shows("No cluster matches the filters.");

        Click(() => Button("Clear filters", Page.Find(".empty-state")));

        Eventually(() => Row("member1"));
        Assert.Equal("/clusters", Address);
    }

    [Fact]
    public void ColumnTitle_SortsUpThenDown_InTheAddress()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters");
        Eventually(() => Row("member1"));

        Click(() => Page.FindAll(".table-sort").Single(button => Text(button) == "Nodes"));
        Eventually(() => Assert.Equal("/clusters?sort=nodes", Address));
        Eventually(() => Assert.Equal("ascending", Header("Nodes").GetAttribute("aria-sort")));
        Click(() => Page.FindAll(".table-sort").Single(button => Text(button).StartsWith("Nodes", StringComparison.Ordinal)));

        Eventually(() => Assert.Equal("/clusters?sort=-nodes", Address));
        Eventually(() => Assert.Equal("descending", Header("Nodes").GetAttribute("aria-sort")));
    }

    [Fact]
    public void Columns_AreChosenInTheAddress()
    {
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters?columns=kind");

        Eventually(() => Row("member1"));
        Assert.Equal(["Select", "Name", "State", "Kind"], Page.FindAll("thead th").Select(header => Text(header).TrimEnd('↑', ' ')));
    }

    [Fact]
    public void ChangeOfState_IsLive()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters");
        Eventually(() => Assert.Contains("Healthy", Text(Row("member1")), StringComparison.Ordinal));

        Clusters.Replace("member1", _ => Sample.Cluster(state: ClusterState.Unreachable));
        Publish(Topics.Cluster, Sample.ClusterId);

        Eventually(() => Assert.Contains("Unreachable", Text(Row("member1")), StringComparison.Ordinal));
    }

    [Fact]
    public void FirstClusterThatJoins_ReplacesTheEmptyState()
    {
        Open("/clusters");
        Shows("No cluster has joined yet.");

        Clusters.Items.Add(Sample.Cluster(state: ClusterState.Joining));
        Publish(Topics.Cluster, Sample.ClusterId);

        Eventually(() => Assert.Contains("Joining", Text(Row("member1")), StringComparison.Ordinal));
    }

    [Fact]
    public void ReadFails_SaysWhy_AndTriesAgain()
    {
        Clusters.ReadFault = ProblemException.Unavailable("The clusters cannot be read", "The database does not answer.", "Try again in a minute.");
        Open("/clusters");
        Shows("The database does not answer.");

        Clusters.ReadFault = null;
        Clusters.Items.Add(Sample.Cluster());
        foreach (var _ in Buttons("Try again").ToList())
        {
            Click(() => Buttons("Try again")[0]);
        }

        Eventually(() => Row("member1"));
        Assert.Empty(Alerts);
    }

    [Fact]
    public void Peek_StandsInTheAddress_AndCloses()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters");
        Eventually(() => Row("member1"));

        Click(() => Row("member1"));

        Eventually(() => Assert.Equal("/clusters?peek=member1", Address));
        Shows("https://member1.example:6443", () => Page.Find("aside.peek"));
        Click(() => Button("Close", Page.Find("aside.peek")));
        Eventually(() => Assert.Equal("/clusters", Address));
        Eventually(() => Assert.Empty(Page.FindAll("aside.peek")));
    }

    [Fact]
    public void ChosenRows_AreInstalledOnTogether()
    {
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2")]);
        Components.Catalogue.Add(Sample.Component());
        Open("/clusters");
        Eventually(() => Row("member2"));

        Act(() => Page.Find("input[aria-label='Select member1']").Change(true));
        Act(() => Page.Find("input[aria-label='Select member2']").Change(true));
        Shows("2 clusters selected");
        Click(() => Button("Install component", Page.Find(".bulk-bar")));

        Eventually(() => Assert.Contains("Clusters · 2 selected", Text(Dialog), StringComparison.Ordinal));
        Click(() => Button("Review the plan", Dialog));
        Shows("On 2 clusters member1 member2", () => Dialog);
    }

    [Fact]
    public void Chinese_ReadsChinese()
    {
        Clusters.Items.Add(Sample.NeverSeen());

        OpenInChinese("/clusters?columns=kind,nodes,seen");

        Eventually(() => Assert.Equal("member1 未知 云 未知 从未", Text(Row("member1"))));
    }

    private AngleSharp.Dom.IElement Header(string title) => Page.FindAll("thead th").Single(header => Text(header).StartsWith(title, StringComparison.Ordinal));
}
