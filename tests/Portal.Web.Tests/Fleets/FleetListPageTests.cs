using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Fleets;

public sealed class FleetListPageTests : PageTest
{
    private static readonly Problem NameTaken = new(
        ProblemKind.Conflict, "There is already a fleet named edge", "A fleet's name is unique in the portal.", "Choose another name.", "name");

    [Fact]
    public void NoFleet_SaysWhatToDoNext_AndOffersIt()
    {
        Open("/fleets");

        Shows("Create the first one, then join clusters to it.");
        Click(() => Button("Create fleet", Page.Find(".empty-state")));

        Eventually(() => Assert.NotNull(Field("Name", Dialog)));
    }

    [Fact]
    public void NoFleet_TellsAViewerWhoCanCreateOne()
    {
        SignInAs(PortalRole.Viewer);

        Open("/fleets");

        Shows("There are no fleets yet. An operator can create one.");
        Assert.Empty(Buttons("Create fleet"));
    }

    [Fact]
    public void Fleets_StandWithTheirCounts_WorstFirst()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 4), (ClusterState.Unreachable, 1)));

        Open("/fleets");

        Eventually(() => Assert.Equal("edge platform 5 Unreachable 1 Healthy 4 Shops and trains 3 d ago", Text(Row("edge"))));
        Assert.Equal(["/clusters?fleet=" + Sample.FleetId + "&state=Unreachable", "/clusters?fleet=" + Sample.FleetId + "&state=Healthy"],
            Row("edge").QuerySelectorAll(".state-count").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Search_LandsInTheAddress_AndNarrowsTheList()
    {
        Fleets.Items.AddRange([Sample.Fleet("edge"), Sample.Fleet("central") with { Description = "Data centres" }]);
        Open("/fleets");

        Search("cent");

        Eventually(() => Assert.Equal("/fleets?q=cent", Address));
        Eventually(() => Assert.Equal(["central"], Page.FindAll("tbody tr td:first-child").Select(Text)));
    }

    [Fact]
    public void Address_HoldsTheSearch()
    {
        Fleets.Items.Add(Sample.Fleet("edge"));

        Open("/fleets?q=nothing-is-called-this");

        Shows("No fleet matches the filter.");
        Assert.Equal("nothing-is-called-this", Page.Find("input[type=search]").GetAttribute("value"));
    }

    [Fact]
    public void ChangeInTheDatabase_ChangesTheRow()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/fleets");
        Eventually(() => Row("edge"));

        Fleets.Items[0] = Sample.Fleet("edge", (ClusterState.Degraded, 1));
        Publish(Topics.Cluster);

        Eventually(() => Assert.Contains("Degraded", Text(Row("edge")), StringComparison.Ordinal));
    }

    [Fact]
    public void ReadFails_SaysWhy_AndTriesAgain()
    {
        Fleets.ReadFault = ProblemException.Unavailable("The fleets cannot be read", "The database does not answer.", "Try again in a minute.");
        Open("/fleets");
        ShowsProblem(((ProblemException)Fleets.ReadFault).Problem);

        Fleets.ReadFault = null;
        Fleets.Items.Add(Sample.Fleet("edge"));
        Click(() => Button("Try again"));

        Eventually(() => Row("edge"));
        Assert.Empty(Alerts);
    }

    [Fact]
    public void FaultOfThePortal_ShowsAReference_AndNothingOfTheException()
    {
        Fleets.ReadFault = new InvalidOperationException("Host=db;Password=hunter2");

        Open("/fleets");

        Shows("The portal itself failed.");
        Assert.Matches("^[0-9a-f]{12}$", Page.Find(".problem-reference code").TextContent);
        Assert.DoesNotContain("hunter2", Page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void LinkToCreate_OpensTheDialogOnce()
    {
        Open("/fleets?create=true");

        Eventually(() => Assert.NotNull(Field("Name", Dialog)));
        Assert.Equal("/fleets", Address);
    }

    [Fact]
    public void WrongName_IsSaidAtTheField_WhileTyping()
    {
        Open("/fleets?create=true");
        Eventually(() => Assert.NotNull(Field("Name", Dialog)));
        Assert.False(IsEnabled(Button("Create fleet", Dialog)));

        Act(() => Field("Name", Dialog).Input("Edge!"));

        Shows("Use lower-case letters, digits and hyphens; begin and end with a letter or digit.", () => Dialog);
        Assert.False(IsEnabled(Button("Create fleet", Dialog)));
    }

    [Fact]
    public void Refusal_StandsInTheDialog_AndNothingTypedIsLost()
    {
        Fleets.Refusal = NameTaken;
        Open("/fleets?create=true");
        Eventually(() => Assert.NotNull(Field("Name", Dialog)));
        Act(() => Field("Name", Dialog).Input("edge"));
        Act(() => Field("Description", Dialog).Change("Shops"));

        Click(() => Button("Create fleet", Dialog));

        ShowsProblem(NameTaken);
        Assert.Equal("edge", Field("Name", Dialog).GetAttribute("value"));
        Assert.Equal("Shops", Field("Description", Dialog).GetAttribute("value"));
        Assert.True(IsEnabled(Button("Create fleet", Dialog)));
    }

    [Fact]
    public void DoubleClick_CreatesOneFleet_AndLeadsToIt()
    {
        Fleets.Hold();
        Open("/fleets?create=true");
        Eventually(() => Assert.NotNull(Field("Name", Dialog)));
        Act(() => Field("Name", Dialog).Input(" edge "));

        DoubleClick(() => Button("Create fleet", Dialog));
        Fleets.Release();

        Eventually(() => Assert.Equal($"/fleets/{Sample.FleetId}", Address));
        Assert.Equal("edge", Assert.Single(Fleets.Created).Name);
        Assert.Empty(Page.FindAll(".mud-dialog"));
    }

    [Fact]
    public void Chinese_ReadsChinese()
    {
        OpenInChinese("/fleets");

        Shows("先创建一个，再将集群接入其中");
        Assert.Equal("舰队", Page.Find("h1").TextContent);
        Assert.NotEmpty(Buttons("创建舰队"));
    }
}
