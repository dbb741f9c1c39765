using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Problems;
using Portal.Web.Shell;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Shell;

public sealed class MainLayoutTests : PageTest
{
    [Fact]
    public void UnknownAddress_SaysSo_AndLeadsBack()
    {
        Open("/no/such/page");

        Shows("There is no page at this address, or you may not see it.");
        Assert.Equal("/", Button("Go to the overview").GetAttribute("href"));
    }

    [Fact]
    public void Navigation_MarksWhereOneIs()
    {
        Open("/clusters/member1");

        Eventually(() => Assert.Equal("Clusters", Text(Assert.Single(Page.FindAll(".side-link.active")))));
    }

    [Fact]
    public void Palette_FindsPagesActsAndWhatTheServicesFind()
    {
        Clusters.Items.Add(Sample.Cluster("jonction", ClusterState.Unreachable));
        Open("/fleets");
        Eventually(() => Button("Search or run Ctrl K"));
        Click(() => Button("Search or run Ctrl K"));
        Eventually(() => Assert.Contains("Join cluster", Entries()));

        Search("jo", ".palette-input");

        Eventually(() => Assert.Equal(["Unreachable jonction aws eu-central-1", "Join cluster"], Entries()));
        Act(() => Page.Find(".palette-input").KeyDown("ArrowDown"));
        Assert.Equal("Join cluster", Text(Page.Find(".palette-entry[aria-selected=true]")));
        Act(() => Page.Find(".palette-input").KeyDown("Enter"));
        Eventually(() => Assert.Equal("/join", Address));
        Assert.Empty(Page.FindAll(".palette-input"));
    }

    [Fact]
    public void Palette_OffersAViewerNoAct()
    {
        SignInAs(PortalRole.Viewer);
        Open("/fleets");
        Eventually(() => Button("Search or run Ctrl K"));

        Click(() => Button("Search or run Ctrl K"));

        Eventually(() => Assert.Contains("Overview", Entries()));
        Assert.Empty(Entries().Intersect(["Join cluster", "Create fleet", "Users"]));
    }

    [Fact]
    public void Palette_SaysWhenNothingIsCalledSo()
    {
        Open("/fleets");
        Eventually(() => Button("Search or run Ctrl K"));
        Click(() => Button("Search or run Ctrl K"));
        Eventually(() => Page.Find(".palette-input"));

        Search("zzz", ".palette-input");

        Shows("Nothing is called “zzz”.", () => Dialog);
    }

    [Fact]
    public void PaletteSearchThatFails_SaysWhy_AndKeepsThePages()
    {
        Open("/fleets");
        Eventually(() => Button("Search or run Ctrl K"));
        Click(() => Button("Search or run Ctrl K"));
        Eventually(() => Page.Find(".palette-input"));
        Clusters.ReadFault = ProblemException.Unavailable("The clusters cannot be read", "The database does not answer.", "Try again in a minute.");

        Search("over", ".palette-input");

        ShowsProblem(((ProblemException)Clusters.ReadFault).Problem);
        Assert.Contains("Overview", Entries());
    }

    [Fact]
    public async Task Keys_AreListed()
    {
        Open("/fleets");

        await Page.InvokeAsync(() => { _ = Page.FindComponent<MainLayout>().Instance.OpenKeysAsync(); });

        Shows("Focus the filter", () => Dialog);
        Shows("Go to operations", () => Dialog);
    }

    [Theory]
    [InlineData("c", "/clusters")]
    [InlineData("r", "/operations")]
    [InlineData("o", "/")]
    public async Task KeyToGo_LeadsToThePage(string key, string address)
    {
        Open("/fleets");

        await Page.InvokeAsync(() => Page.FindComponent<MainLayout>().Instance.Go(key));

        Eventually(() => Assert.Equal(address, Address));
    }

    [Fact]
    public void Appearance_IsChosen_AndKept()
    {
        Open("/fleets");
        Eventually(() => Button("Appearance"));
        Click(() => Button("Appearance"));
        Eventually(() => MenuItem("Dark"));

        Click(() => MenuItem("Dark"));

        Eventually(() => Page.Find(".shell.dark"));
        Assert.Equal("dark", JSInterop.Invocations["keepAppearance"][^1].Arguments[0]);
    }

    [Fact]
    public void PageThatFails_LeavesTheFrame_AndGivesAReference()
    {
        // A row that no service hands out: the page itself fails over it.
        Fleets.Items.Add(Sample.Fleet() with { ByState = null! });

        Open("/fleets");

        Shows("The portal itself failed.");
        Assert.NotEmpty(Page.FindAll(".problem-reference code"));
        Open("/clusters");
        Shows("No cluster has joined yet.");
    }

    [Fact]
    public void SignedOut_IsLedToTheSignInPage_AndBack()
    {
        SignOut();

        Open("/clusters?state=Degraded");

        Assert.Equal("/account/sign-in?returnUrl=%2Fclusters%3Fstate%3DDegraded", Address);
        Assert.Null(Clusters.Asked);
    }

    private IReadOnlyList<string> Entries() => [.. Page.FindAll(".palette-entry").Select(Text)];
}
