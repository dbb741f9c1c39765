using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Events;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class CatalogueTests : PageTest
{
    [Fact]
    public void Card_SaysWhatItIs_AndWhereItRuns()
    {
        Components.Catalogue.AddRange([Sample.Component("volcano", (ReleaseState.Ready, 3), (ReleaseState.Failed, 1)), Sample.Component("kyverno")]);

        Open("/components");

        Eventually(() => Assert.Equal(
            ["kyverno 1.12.1 Batch scheduling not installed Install", "Volcano 1.12.1 Batch scheduling Ready 3 Failed 1 Install"],
            Page.FindAll(".catalogue-entry").Select(Text)));
        Assert.Equal("/components/volcano?state=Failed", Page.FindAll(".state-count")[1].GetAttribute("href"));
    }

    [Fact]
    public void Viewer_CannotInstall()
    {
        SignInAs(PortalRole.Viewer);
        Components.Catalogue.Add(Sample.Component());

        Open("/components");

        Shows("Batch scheduling");
        Assert.Empty(Main.QuerySelectorAll("button"));
    }

    [Fact]
    public void EmptyCatalogue_SaysSo()
    {
        Open("/components");

        Shows("The catalogue is empty.");
    }

    [Fact]
    public void Installation_ChangesTheCard()
    {
        Components.Catalogue.Add(Sample.Component());
        Open("/components");
        Shows("not installed");

        Components.Catalogue[0] = Sample.Component("volcano", (ReleaseState.Installing, 1));
        Publish(Topics.Release);

        Shows("Installing 1");
    }

    [Fact]
    public void ComponentPage_SaysWhatItNeeds_AndWhereItRuns()
    {
        Components.Catalogue.Add(Sample.Component());
        Components.Releases.Add(Sample.Release());

        Open("/components/volcano");

        Shows("Kubernetes 1.25 or newer");
        Shows("Deployment volcano-scheduler");
        Shows("1.12.1 · 1.11.0");
        Eventually(() => Assert.StartsWith("member1 Ready 1.11.0 2", Text(Row("member1")), StringComparison.Ordinal));
    }

    [Fact]
    public void ComponentPage_IsInChinese()
    {
        Components.Catalogue.Add(Sample.Component());

        OpenInChinese("/components/volcano");

        Shows("尚未安装到任何集群。");
        Shows("Kubernetes 1.25 或更高版本");
    }

    [Fact]
    public void StateInTheAddress_NarrowsTheReleases_AndCanBeTakenOff()
    {
        Components.Catalogue.Add(Sample.Component());
        Components.Releases.AddRange([Sample.Release(), Sample.Release(state: ReleaseState.Degraded, cluster: "member2")]);

        Open("/components/volcano?state=Degraded");
        Eventually(() => Assert.Equal(["member2"], Page.FindAll("tbody td.strong").Select(Text)));

        Open("/components/volcano?state=Failed");
        Shows("No release is in this state.");
        Assert.DoesNotContain("Installed on no cluster yet.", Text(Main), StringComparison.Ordinal);
        Open(new Uri(Button("Show all").GetAttribute("href")!).PathAndQuery);
        Eventually(() => Assert.Equal(["member1", "member2"], Page.FindAll("tbody td.strong").Select(Text)));
    }

    [Fact]
    public void Matrix_TellsInstalledFromNot()
    {
        Components.Catalogue.AddRange([Sample.Component(), Sample.Component("kyverno")]);
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2", ClusterState.Unreachable)]);
        Components.Releases.Add(Sample.Release(state: ReleaseState.Degraded));

        Open("/components/matrix");

        Eventually(() => Assert.Equal(["Healthy member1 Degraded 1.11.0 · not installed", "Unreachable member2 · not installed · not installed"], Page.FindAll("tbody tr").Select(Text)));
        Assert.Equal($"/operations/{Sample.OperationId}", Page.Find("a.cell").GetAttribute("href"));
    }

    [Fact]
    public void MatrixCell_SaysWhyInTheReadersLanguage()
    {
        Components.Catalogue.Add(Sample.Component());
        Clusters.Items.Add(Sample.Cluster());
        var release = Sample.Release(state: ReleaseState.Failed);
        Components.Releases.Add(release with { Summary = release.Summary with { StateReason = "Its operation was cancelled. Retry it, roll back, or uninstall it." } });

        OpenInChinese("/components/matrix");

        Eventually(() => Assert.Contains("失败", Page.Find("a.cell").GetAttribute("title"), StringComparison.Ordinal));
        Assert.DoesNotContain("cancelled", Page.Find("a.cell").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void MatrixSearch_LandsInTheAddress()
    {
        Components.Catalogue.Add(Sample.Component());
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("other")]);
        Open("/components/matrix");
        Eventually(() => Assert.Equal(2, Page.FindAll("tbody tr").Count));

        Search("oth");

        Eventually(() => Assert.Equal("/components/matrix?q=oth", Address));
        Eventually(() => Assert.Contains("other", Text(Assert.Single(Page.FindAll("tbody tr"))), StringComparison.Ordinal));
        Open("/components/matrix?q=nothing");
        Shows("No cluster matches the filter.");
    }

    [Fact]
    public void MatrixWithoutClusters_OffersToJoinOne()
    {
        Components.Catalogue.Add(Sample.Component());

        Open("/components/matrix");

        Shows("No cluster has joined yet.");
        Assert.Equal("/join", Button("Join cluster").GetAttribute("href"));
    }

    [Fact]
    public void MatrixCell_IsLive()
    {
        Components.Catalogue.Add(Sample.Component());
        Clusters.Items.Add(Sample.Cluster());
        Open("/components/matrix");
        Shows("not installed");

        Components.Releases.Add(Sample.Release(state: ReleaseState.Installing));
        Publish(Topics.Release);

        Shows("Installing 1.11.0");
    }
}
