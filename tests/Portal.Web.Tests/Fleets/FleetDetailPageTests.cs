using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Fleets;

public sealed class FleetDetailPageTests : PageTest
{
    private static readonly string Fleet = $"/fleets/{Sample.FleetId}";

    [Fact]
    public void FleetWithoutClusters_OffersToJoinOneIntoIt()
    {
        Fleets.Items.Add(Sample.Fleet());

        Open(Fleet);

        Shows("This fleet has no clusters yet.");
        Assert.Equal($"/join?fleet={Sample.FleetId}", Button("Join cluster", Page.Find(".empty-state")).GetAttribute("href"));
    }

    [Fact]
    public void Viewer_SeesTheFleet_AndNothingThatChangesIt()
    {
        SignInAs(PortalRole.Viewer);
        Fleets.Items.Add(Sample.Fleet());
        Clusters.Items.Add(Sample.Cluster());

        Open(Fleet);

        Eventually(() => Row("member1"));
        Assert.Empty(Main.QuerySelectorAll("button"));
        Assert.Empty(Buttons("Join cluster"));
    }

    [Fact]
    public void Delete_WaitsForTheTypedName()
    {
        Fleets.Items.Add(Sample.Fleet());
        Open(Fleet);
        Eventually(() => Button("Delete fleet"));
        Click(() => Button("Delete fleet"));
        Eventually(() => Assert.False(IsEnabled(Button("Delete fleet", Dialog))));

        Act(() => Field("Type edge to confirm", Dialog).Input("edg"));
        Assert.False(IsEnabled(Button("Delete fleet", Dialog)));
        Act(() => Field("Type edge to confirm", Dialog).Input("edge"));
        Click(() => Button("Delete fleet", Dialog));

        Eventually(() => Assert.Equal("/fleets", Address));
        Assert.Equal([Sample.FleetId], Fleets.Deleted);
    }

    [Fact]
    public void DeleteRefused_SaysWhyInTheDialog()
    {
        Fleets.Items.Add(Sample.Fleet());
        Fleets.Refusal = Sample.Conflict;
        Open(Fleet);
        Eventually(() => Button("Delete fleet"));
        Click(() => Button("Delete fleet"));
        Eventually(() => Field("Type edge to confirm", Dialog));
        Act(() => Field("Type edge to confirm", Dialog).Input("edge"));

        Click(() => Button("Delete fleet", Dialog));

        ShowsProblem(Sample.Conflict);
        Assert.Equal(Fleet, Address);
        Assert.True(IsEnabled(Button("Delete fleet", Dialog)));
    }

    [Fact]
    public void DoubleClick_DeletesOnce()
    {
        Fleets.Items.Add(Sample.Fleet());
        Fleets.Hold();
        Open(Fleet);
        Eventually(() => Button("Delete fleet"));
        Click(() => Button("Delete fleet"));
        Eventually(() => Field("Type edge to confirm", Dialog));
        Act(() => Field("Type edge to confirm", Dialog).Input("edge"));

        DoubleClick(() => Button("Delete fleet", Dialog));
        Fleets.Release();

        Eventually(() => Assert.Equal("/fleets", Address));
        Assert.Single(Fleets.Deleted);
    }

    [Fact]
    public void Edit_SavesOnTopOfWhatWasSeen()
    {
        Fleets.Items.Add(Sample.Fleet());
        Open(Fleet);
        Eventually(() => Button("Edit fleet"));
        Click(() => Button("Edit fleet"));
        Eventually(() => Assert.Equal("edge", Field("Name", Dialog).GetAttribute("value")));

        // Somebody else saves while the dialog is open.
        Fleets.Items[0] = Fleets.Items[0] with { Version = 8 };
        Act(() => Field("Description", Dialog).Change("Trains only"));
        Click(() => Button("Save", Dialog));

        Shows("Trains only");
        var (_, request, version) = Assert.Single(Fleets.Updated);
        Assert.Equal(("edge", "Trains only", 7u), (request.Name, request.Description, version));
    }

    [Fact]
    public void UnknownFleet_SaysSo()
    {
        Open($"/fleets/{Guid.NewGuid()}");

        Shows("There is no such fleet");
        Shows("Check the address, or pick it from the list.");
    }

    [Fact]
    public void HealthOfItsClusters_IsLive()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Clusters.Items.Add(Sample.Cluster());
        Open(Fleet);
        Eventually(() => Assert.Contains("Healthy", Text(Row("member1")), StringComparison.Ordinal));

        Clusters.Replace("member1", _ => Sample.Cluster(state: ClusterState.Unreachable));
        Publish(Topics.Cluster, Sample.ClusterId);

        Eventually(() => Assert.Contains("Unreachable", Text(Row("member1")), StringComparison.Ordinal));
    }
}
