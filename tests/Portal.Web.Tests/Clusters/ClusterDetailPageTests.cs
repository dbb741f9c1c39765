using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Clusters;

public sealed class ClusterDetailPageTests : PageTest
{
    private static readonly Problem Busy = new(
        ProblemKind.Conflict, "Cluster member1 cannot leave", "An operation of grace runs on it.", "Wait until it has ended, or cancel it.");

    [Fact]
    public void Facts_StandOnTheFirstTab()
    {
        Clusters.Items.Add(Sample.Cluster());
        Operations.Items.Add(Sample.Operation());

        Open("/clusters/member1");

        Shows("CPU 25% 2 cores of 8 cores");
        Shows("Latency of /readyz 18 ms");
        Shows("Portal's token expires in 40 d");
        Shows("env prod");
        Shows("Install volcano on member1");
    }

    [Fact]
    public void WhatWasNeverRead_IsUnknown_AndNeverZero()
    {
        Clusters.Items.Add(Sample.NeverSeen());

        Open("/clusters/member1");

        Eventually(() => Assert.Equal("unknown", Fact("Latency of /readyz")));
        Assert.Equal(
            ["unknown", "unknown", "unknown", "unknown", "unknown", "unknown", "never"],
            new[] { "Kubernetes", "Nodes", "CPU", "Memory", "Pods", "Portal's token", "Last seen" }.Select(Fact));
        Shows("No conditions were read yet.");
    }

    [Fact]
    public void UnreachableCluster_SaysWhyOnTop()
    {
        Clusters.Items.Add(Sample.Cluster(state: ClusterState.Unreachable, change: summary => summary with { StateReason = "It did not answer in time." }));

        Open("/clusters/member1");

        Eventually(() => Assert.Equal("Unreachable It did not answer in time.", Text(Page.Find(".notice.bad"))));
    }

    [Fact]
    public void Viewer_SeesNoAct_AndNoTabToEdit()
    {
        SignInAs(PortalRole.Viewer);
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters/member1?tab=edit");

        Shows("Latency of /readyz");
        Assert.Empty(Buttons("Leave cluster"));
        Assert.Empty(Buttons("Install component"));
        Assert.Empty(Buttons("Labels and place"));
        Assert.Equal("Overview", Text(Page.Find(".tab.current")));
    }

    [Theory]
    [InlineData("?tab=nodes", "Nodes")]
    [InlineData("?tab=HEALTH", "Health history")]
    [InlineData("?tab=nonsense", "Overview")]
    [InlineData("?tab=42", "Overview")]
    [InlineData("", "Overview")]
    public void Tab_IsReadFromTheAddress(string query, string tab)
    {
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters/member1" + query);

        Eventually(() => Assert.Equal(tab, Text(Page.Find(".tab.current"))));
    }

    [Fact]
    public void Tabs_AreAddresses()
    {
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters/member1");

        Eventually(() => Assert.EndsWith("/clusters/member1?tab=nodes", Button("Nodes", Page.Find(".tab-bar")).GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void Leave_WaitsForTheTypedName_AndLeadsToItsOperation()
    {
        Clusters.Items.Add(Sample.Cluster());
        Clusters.Hold();
        Open("/clusters/member1");
        Eventually(() => Button("Leave cluster"));
        Click(() => Button("Leave cluster"));
        Eventually(() => Assert.False(IsEnabled(Button("Leave cluster", Dialog))));
        Shows("the portal's token for the cluster", () => Dialog);

        Act(() => Field("Type member1 to confirm", Dialog).Input("member2"));
        Assert.False(IsEnabled(Button("Leave cluster", Dialog)));
        Act(() => Field("Type member1 to confirm", Dialog).Input("member1"));
        DoubleClick(() => Button("Leave cluster", Dialog));
        Clusters.Release();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal([Sample.ClusterId], Clusters.Left);
    }

    [Fact]
    public void Enter_ConfirmsOnlyOnceTheNameIsTyped()
    {
        Clusters.Items.Add(Sample.Cluster());
        Clusters.Refusal = Busy;
        Open("/clusters/member1");
        Eventually(() => Button("Leave cluster"));
        Click(() => Button("Leave cluster"));
        Eventually(() => Field("Type member1 to confirm", Dialog));

        Act(() => Field("Type member1 to confirm", Dialog).KeyDown("Enter"));
        Assert.Empty(Clusters.Left);
        Act(() => Field("Type member1 to confirm", Dialog).Input("member1"));
        Act(() => Field("Type member1 to confirm", Dialog).KeyDown("Enter"));

        ShowsProblem(Busy);
        Assert.Equal("member1", Field("Type member1 to confirm", Dialog).GetAttribute("value"));
    }

    [Fact]
    public void StateOfTheCluster_IsLive()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters/member1");
        Eventually(() => Assert.Equal("Healthy", Text(Page.Find(".page-heading .status"))));

        Clusters.Replace("member1", _ => Sample.Cluster(state: ClusterState.Degraded));
        Publish(Topics.Cluster, Sample.ClusterId);

        Eventually(() => Assert.Equal("Degraded", Text(Page.Find(".page-heading .status"))));
    }

    [Fact]
    public void ReadThatFailsLater_KeepsThePage_AndSaysSo()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters/member1");
        Shows("Latency of /readyz");

        Clusters.ReadFault = ProblemException.Unavailable("The cluster cannot be read", "The database does not answer.", "Try again in a minute.");
        Publish(Topics.Cluster, Sample.ClusterId);

        Shows("The database does not answer.");
        Assert.Equal("member1", Page.Find("h1").TextContent);
    }

    [Fact]
    public void UnknownCluster_SaysSo()
    {
        Open("/clusters/nobody");

        Shows("There is no such cluster");
        Assert.Equal("nobody", Page.Find("h1").TextContent);
    }

    [Fact]
    public void NodesThatWereNotReadYet_AreNotSaidToBeNone()
    {
        Clusters.Items.Add(Sample.NeverSeen());

        Open("/clusters/member1?tab=nodes");

        Shows("No nodes were read yet.");
    }

    [Fact]
    public void NodeThatTurnsNotReady_IsLive()
    {
        Clusters.Items.Add(Sample.Cluster());
        Clusters.Inventory = new ClusterInventory { ClusterId = Sample.ClusterId, ObservedAt = Sample.Now, NodeList = [Sample.Node("node-a")] };
        Open("/clusters/member1?tab=nodes");
        Eventually(() => Assert.StartsWith("node-a Ready worker", Text(Row("node-a")), StringComparison.Ordinal));

        Clusters.Inventory = new ClusterInventory { ClusterId = Sample.ClusterId, ObservedAt = Sample.Now, NodeList = [Sample.Node("node-a", ready: false)] };
        Publish(Topics.Cluster, Sample.ClusterId);

        Eventually(() => Assert.StartsWith("node-a NotReady worker", Text(Row("node-a")), StringComparison.Ordinal));
    }

    [Fact]
    public void Events_AreAskedOfTheClusterOnce_AndAgainOnDemand()
    {
        Clusters.Items.Add(Sample.Cluster());
        Clusters.MemberEvents.Add(new MemberEvent(Sample.Now.AddMinutes(-1), "Warning", "BackOff", "Pod/web-0", "shop", "Back-off restarting failed container", 7));
        Open("/clusters/member1?tab=events");
        Eventually(() => Assert.Equal("Warning BackOff shop/Pod/web-0 Back-off restarting failed container 7 1 min ago", Text(Row("Warning"))));

        Clusters.Replace("member1", _ => Sample.Cluster(state: ClusterState.Degraded));
        Publish(Topics.Sweep);
        Eventually(() => Assert.Equal("Degraded", Text(Page.Find(".page-heading .status"))));
        Clusters.MemberEvents.Clear();
        _ = Page.InvokeAsync(() => Button("Read again").Click());

        Shows("The cluster reports no events.");
        Assert.Equal(2, Clusters.MemberEventReads);
    }

    [Fact]
    public void EventsOfAnUnreachableCluster_SayWhy()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/clusters/member1");
        Shows("Latency of /readyz");
        var unreachable = ProblemException.Unavailable("Cluster member1 cannot be reached", "It did not answer in time.", "Try again.");

        Clusters.ReadFault = unreachable;
        Open("/clusters/member1?tab=events");

        Eventually(() => Assert.Contains(Page.FindAll(".problem-what"), what => what.TextContent == unreachable.Problem.What));
        Assert.DoesNotContain("reports no events", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void HealthHistory_SaysFromWhatToWhat_AndWhy()
    {
        Clusters.Items.Add(Sample.Cluster());
        Clusters.History.Add(new ClusterHealthEvent { ClusterId = Sample.ClusterId, At = Sample.Now.AddHours(-2), From = ClusterState.Healthy, To = ClusterState.Unreachable, Reason = "It did not answer in time." });

        Open("/clusters/member1?tab=health");

        Eventually(() => Assert.Equal("2 h ago Healthy → Unreachable It did not answer in time.", Text(Page.Find(".history li"))));
    }

    [Fact]
    public void ComponentsTab_ListsReleases_AndLeadsToTheCatalogueWhenThereAreNone()
    {
        Clusters.Items.Add(Sample.Cluster());

        Open("/clusters/member1?tab=components");

        Shows("The portal has installed no component here yet.");
        Assert.Equal("/components", Button("Open the catalogue").GetAttribute("href"));
        Components.Releases.Add(Sample.Release(state: ReleaseState.Degraded));
        Publish(Topics.Release);
        Eventually(() => Assert.StartsWith("volcano Degraded 1.11.0 2", Text(Row("volcano")), StringComparison.Ordinal));
    }

    [Fact]
    public void OperationsTab_ListsThoseOfTheCluster()
    {
        Clusters.Items.Add(Sample.Cluster());
        var elsewhere = Sample.Operation(target: "other", id: Guid.NewGuid());
        Operations.Items.AddRange([Sample.Operation(OperationState.Failed), elsewhere with { Summary = elsewhere.Summary with { ClusterId = Guid.NewGuid() } }]);

        Open("/clusters/member1?tab=operations");

        Eventually(() => Assert.Equal("Failed Install volcano on member1 Cluster member1 cannot be reached grace 3 min 0 s 5 min ago", Text(Assert.Single(Page.FindAll("tbody tr")))));
    }

    [Fact]
    public void Chinese_ReadsChinese()
    {
        Clusters.Items.Add(Sample.Cluster(state: ClusterState.Unreachable, change: summary => summary with { StateReason = "It did not answer in time." }));

        OpenInChinese("/clusters/member1");

        Eventually(() => Assert.Equal("不可达 未在时限内应答。", Text(Page.Find(".notice.bad"))));
        Assert.Equal(["概览", "节点", "边缘节点", "组件", "操作记录", "事件", "健康历史", "标签与位置"], Page.FindAll(".tab").Select(Text));
    }

    private string Fact(string name) => Text(Page.FindAll("dl.facts div").Single(fact => Text(fact.QuerySelector("dt")!) == name).QuerySelector("dd")!);
}
