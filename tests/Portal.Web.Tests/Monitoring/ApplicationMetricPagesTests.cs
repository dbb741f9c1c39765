using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>Metrics of applications that clusters are made to scrape.</summary>
public sealed class ApplicationMetricPagesTests : PageTest
{
    public ApplicationMetricPagesTests()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 2)));
        Clusters.Items.AddRange([Sample.Cluster(), Sample.Cluster("member2")]);
    }

    [Fact]
    public void Form_IsFilledFromTheCluster_Checked_AndWritten()
    {
        Open("/monitoring/metrics/new");
        Shows("member1");
        Act(() => Field("Name of the monitor").Input("orders"));
        Act(() => ById("metric-all").Change(true));
        Eventually(() => Assert.Contains("member1", Text(Field("Pick from the cluster")), StringComparison.Ordinal));

        Act(() => Field("Pick from the cluster").Change(Sample.ClusterId.ToString()));
        Act(() => Field("Namespace of the application").Change("shop"));
        Eventually(() => Field("Service to scrape"));
        Act(() => Field("Service to scrape").Change("orders"));
        Eventually(() => Assert.Contains("port: http-metrics", Field("What is written to the clusters").GetAttribute("value"), StringComparison.Ordinal));
        Assert.Contains("app: orders", Field("What is written to the clusters").GetAttribute("value"), StringComparison.Ordinal);
        Click(() => Button("Check on the clusters"));
        Shows("it wants release=prometheus.");
        Click(() => Button("Add release=prometheus"));
        Eventually(() => Assert.Equal(2, AppMetrics.Previewed.Count));
        Click(() => Button("Scrape it"));

        Eventually(() => Assert.Equal($"/monitoring/metrics/{FakeApplicationMetrics.Id}", Address));
        var made = Assert.Single(AppMetrics.Created);
        Assert.Equal(("orders", Sample.FleetId, 0, "shop", "http-metrics"), (made.Name, made.FleetId, made.ClusterNames.Count, made.Settings.Namespace, made.Settings.Port));
        Assert.Equal("prometheus", made.Settings.Labels["release"]);
    }

    [Fact]
    public void Change_ThatTakesItFromACluster_IsConfirmed()
    {
        AppMetrics.Items.Add(FakeApplicationMetrics.Metric());
        Open($"/monitoring/metrics/{FakeApplicationMetrics.Id}/edit");
        Shows("Change orders");
        Eventually(() => Assert.Equal("metrics", Field("Port of the metrics").GetAttribute("value")));

        Eventually(() => Assert.Equal(2, Page.FindAll(".picker-row input").Count));
        Act(() => Page.FindAll(".picker-row input")[1].Change(false));
        Eventually(() => Assert.False(IsEnabled(Button("Save and write"))));
        Act(() => ById("metric-leaving").Change(true));
        Click(() => Button("Save and write"));

        Eventually(() => Assert.Single(AppMetrics.Updated));
        Assert.Equal((1, 2, 1), (AppMetrics.Updated[0].ClusterNames.Count, AppMetrics.Updated[0].Revision, AppMetrics.Updated[0].ConfirmDeletions));
    }

    [Fact]
    public void Page_TellsTargets_WhoIsMissing_AndWhatFailed_AndRemoves()
    {
        AppMetrics.Items.Add(FakeApplicationMetrics.Metric());
        AppMetrics.Scrapes();
        Open($"/monitoring/metrics/{FakeApplicationMetrics.Id}");

        Shows("1 of 2 clusters");
        Shows("Down member2 http://10.0.0.2:8080/metrics connection refused");
        Shows("There is no namespace shop on the cluster.");
        Assert.Equal("/monitoring/explore?q=%7Bcluster%3D%22member2%22%2Cjob%3D%22orders%22%2Cinstance%3D%2210.0.0.2%3A8080%22%7D", Buttons("Its series")[0].GetAttribute("href"));
        Click(() => Button("Delete"));
        Eventually(() => Act(() => Field("Type orders to confirm", Dialog).Input("orders")));
        Eventually(() => Assert.True(IsEnabled(Button("Delete", Dialog))));
        Click(() => Button("Delete", Dialog));
        Eventually(() => Assert.Equal(["orders"], AppMetrics.Removed));
    }

    [Fact]
    public void Viewer_SeesTheList_AndChangesNothing()
    {
        SignInAs(PortalRole.Viewer);
        AppMetrics.Items.Add(FakeApplicationMetrics.Metric());
        Open("/monitoring/metrics");

        Shows("orders");
        Shows("shop:metrics/metrics");
        Assert.Empty(Buttons("Scrape a metric"));
        Open($"/monitoring/metrics/{FakeApplicationMetrics.Id}");
        Shows("Targets in Prometheus");
        Assert.Empty(Buttons("Delete"));
    }

    private AngleSharp.Dom.IElement ById(string id) => Page.Find($"#{id}");
}
