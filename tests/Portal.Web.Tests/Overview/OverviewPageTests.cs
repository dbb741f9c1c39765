using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Overview;

public sealed class OverviewPageTests : PageTest
{
    [Fact]
    public void NoFleet_BeginsWithOne()
    {
        Clusters.Estate = Sample.Estate([]) with { Fleets = 0 };

        Open("/");

        Shows("A fleet groups clusters that belong together.");
        Assert.Equal("/fleets?create=true", Button("Create fleet", Page.Find(".empty-state")).GetAttribute("href"));
    }

    [Fact]
    public void NoCluster_GoesOnWithJoining()
    {
        Open("/");

        Shows("No cluster has joined yet.");
        Assert.Equal("/join", Button("Join cluster", Page.Find(".empty-state")).GetAttribute("href"));
    }

    [Fact]
    public void Viewer_IsOfferedNoAct()
    {
        SignInAs(PortalRole.Viewer);

        Open("/");

        Shows("No cluster has joined yet.");
        Assert.Empty(Main.QuerySelectorAll("button"));
        Assert.Empty(Buttons("Join cluster"));
    }

    [Fact]
    public void FiguresThatWereNeverRead_AreUnknown_AndNeverZero()
    {
        Clusters.Items.Add(Sample.NeverSeen());

        Open("/");

        Eventually(() => Assert.Equal(["unknown", "unknown", "unknown"], Page.FindAll(".estate-figure dd").Skip(2).Select(Text)));
        Shows("Figures cover 0 of 1 clusters");
    }

    [Fact]
    public void UnknownCluster_IsNotWell()
    {
        Clusters.Items.AddRange([Sample.Cluster(), Sample.NeverSeen("member2")]);

        Open("/");

        Shows("1 cluster needs attention");
        Assert.DoesNotContain("Nothing needs attention", Text(Main), StringComparison.Ordinal);
        Assert.Contains("member2", Text(Page.Find(".needs")), StringComparison.Ordinal);
        Assert.DoesNotContain("Every cluster answers", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void AllWell_SaysSo()
    {
        Clusters.Items.Add(Sample.Cluster());

        Open("/");

        Shows("Nothing needs attention");
        Shows("Every cluster answers and every node is ready.");
        Shows("Nothing is running.");
    }

    [Fact]
    public void OldReading_IsGrey()
    {
        Clusters.Items.Add(Sample.Cluster(change: summary => summary with { LastSeenAt = Sample.Now.AddHours(-1) }));

        Open("/");

        Eventually(() => Assert.Contains("stale", Page.Find(".coverage time").ClassList));
        Assert.Equal("1 h ago", Page.Find(".coverage time").TextContent);
    }

    [Fact]
    public void Places_LeadToTheirClusters()
    {
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2", ClusterState.Unreachable)]);

        Open("/");

        Eventually(() => Assert.Equal("/clusters?provider=aws&region=eu-central-1", Page.Find(".place-name").GetAttribute("href")));
        Assert.Contains("bad", Page.Find(".place").ClassList);
        Assert.Equal(
            ["/clusters?provider=aws&region=eu-central-1&state=Unreachable", "/clusters?provider=aws&region=eu-central-1&state=Healthy"],
            Page.FindAll(".place-states a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void ChangeOfState_IsLive()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/");
        Shows("Nothing needs attention");

        Clusters.Replace("member1", _ => Sample.Cluster(state: ClusterState.Unreachable, change: summary => summary with { StateReason = "It did not answer in time." }));
        Publish(Topics.Cluster, Sample.ClusterId);

        Shows("1 cluster needs attention");
        Shows("member1 It did not answer in time.");
    }

    [Fact]
    public void RunningOperation_ShowsItsStep_AndEndsLive()
    {
        Clusters.Items.Add(Sample.Cluster());
        Operations.Items.Add(Sample.Operation());
        Open("/");
        Shows("Install volcano on member1 Wait until ready · grace");

        Operations.Items[0] = Sample.Operation(OperationState.Succeeded);
        Publish(Topics.Operation, Sample.OperationId);

        Shows("Nothing is running.");
        Shows("Install volcano on member1 2 of 2 steps · grace");
    }

    [Fact]
    public void FailedOperation_IsInTheReadersLanguage()
    {
        Clusters.Items.Add(Sample.Cluster());
        Operations.Items.Add(Sample.Operation(OperationState.Failed));

        OpenInChinese("/");

        Shows("在 member1 上安装 volcano 无法访问集群 member1 · grace");
        Assert.DoesNotContain("cannot be reached", Text(Main), StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresThatCannotBeRead_SayWhy()
    {
        Clusters.ReadFault = ProblemException.Unavailable("The clusters cannot be read", "The database does not answer.", "Try again in a minute.");
        Open("/");
        ShowsProblem(((ProblemException)Clusters.ReadFault).Problem);

        Clusters.ReadFault = null;
        Clusters.Items.Add(Sample.Cluster());
        Click(() => Button("Try again"));

        Shows("Nothing needs attention");
    }

    [Fact]
    public void ReadThatFailsLater_KeepsTheFigures_AndSaysSo()
    {
        Clusters.Items.Add(Sample.Cluster());
        Open("/");
        Shows("Nothing needs attention");

        Clusters.ReadFault = ProblemException.Unavailable("The clusters cannot be read", "The database does not answer.", "Try again in a minute.");
        Publish(Topics.Cluster, Sample.ClusterId);

        Shows("The database does not answer.");
        Assert.Contains("Figures cover 1 of 1 clusters", Text(Main), StringComparison.Ordinal);
    }
}
