using Bunit;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Components.Values;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class ReleaseActsTests : PageTest
{
    private static readonly Problem Busy = new(
        ProblemKind.Conflict, "volcano on member1 cannot be changed now", "An operation of grace runs on it.", "Wait until it has ended, or cancel it.");

    public ReleaseActsTests()
    {
        Components.Catalogue.Add(Sample.Component());
        Components.Releases.Add(Sample.Release());
        Clusters.Items.Add(Sample.Cluster());
    }

    [Fact]
    public void Viewer_HasNoMenu()
    {
        SignInAs(PortalRole.Viewer);

        Open("/clusters/member1?tab=components");

        Eventually(() => Row("volcano"));
        Assert.Empty(Buttons("Acts on volcano on member1"));
        Assert.Equal($"/operations/{Sample.OperationId}", Button("Log", Row("volcano")).GetAttribute("href"));
    }

    [Fact]
    public void Uninstall_WaitsForTheTypedName()
    {
        Components.Hold();
        OpenMenu("Uninstall");
        Eventually(() => Assert.False(IsEnabled(Button("Uninstall", Dialog))));
        Shows("its workloads, services and configuration in the cluster", () => Dialog);

        Act(() => Field("Type volcano to confirm", Dialog).Input("volcano"));
        DoubleClick(() => Button("Uninstall", Dialog));
        Components.Release();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal([(Sample.ClusterId, "volcano")], Components.Uninstalled);
    }

    [Fact]
    public void UninstallRefused_SaysWhyInTheDialog()
    {
        Components.Refusal = Busy;
        OpenMenu("Uninstall");
        Eventually(() => Field("Type volcano to confirm", Dialog));
        Act(() => Field("Type volcano to confirm", Dialog).Input("volcano"));

        Click(() => Button("Uninstall", Dialog));

        ShowsProblem(Busy);
    }

    [Fact]
    public void RollBack_OffersEarlierRevisionsOnly_AndNeedsOne()
    {
        Components.Hold();
        OpenMenu("Roll back");
        Eventually(() => Assert.StartsWith("Revision 1: version 1.10.0", Text(Assert.Single(Page.FindAll(".mud-dialog label.context"))), StringComparison.Ordinal));
        Assert.False(IsEnabled(Button("Roll back", Dialog)));

        Act(() => Page.Find(".mud-dialog input[type=radio]").Change(true));
        Eventually(() => Assert.True(IsEnabled(Button("Roll back", Dialog))));
        DoubleClick(() => Button("Roll back", Dialog));
        Components.Release();

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal([(Sample.ClusterId, "volcano", 1)], Components.RolledBack);
    }

    [Fact]
    public void RollBack_IsNotOfferedWithoutAnEarlierRevision()
    {
        Components.Releases[0] = Components.Releases[0] with { Summary = Components.Releases[0].Summary with { HasEarlier = false } };
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Acts on volcano on member1", Row("volcano")));

        Click(() => Button("Acts on volcano on member1", Row("volcano")));

        Eventually(() => MenuItem("Upgrade"));
        Assert.DoesNotContain(Page.FindAll(".mud-menu-item"), item => Text(item) == "Roll back");
    }

    [Fact]
    public void Upgrade_ShowsTheValuesThatChange_AndRollsBackUnlessToldOtherwise()
    {
        Components.Comparisons.Add(new ValuesComparison(Sample.ClusterId, "member1", "1.11.0", "1.12.1",
            [new ValueChange("replicas", "2", "3"), new ValueChange("adminPassword", ValuesDiff.Hidden, ValuesDiff.Hidden, Secret: true)]));
        OpenMenu("Upgrade");
        Eventually(() => Assert.True(IsEnabled(Button("Review the plan", Dialog))));
        Click(() => Button("Review the plan", Dialog));
        Shows("replicas 2 3 adminPassword (hidden) (hidden)", () => Dialog);
        Act(() => Page.Find("#install-roll-back").Change(false));

        Click(() => Button("Upgrade", Dialog));

        Eventually(() => Assert.Equal(ChangeFailure.Leave, Assert.Single(Components.Upgraded).OnNotReady));
    }

    [Fact]
    public void Revisions_AreInTheReadersLanguage()
    {
        OpenInChinese("/clusters/member1?tab=components");
        Eventually(() => Row("volcano"));
        Click(() => Button("对 member1 上 volcano 的操作", Row("volcano")));
        Eventually(() => MenuItem("回滚"));
        Click(() => MenuItem("回滚"));

        Eventually(() => Assert.EndsWith("1.10.0 安装 · grace · 1 天前", Text(Page.Find(".mud-dialog label.context")), StringComparison.Ordinal));
    }

    [Fact]
    public void RollBackRefused_SaysWhy_AndKeepsTheChoice()
    {
        Components.Refusal = Busy;
        OpenMenu("Roll back");
        Eventually(() => Page.Find(".mud-dialog input[type=radio]"));
        Act(() => Page.Find(".mud-dialog input[type=radio]").Change(true));
        Eventually(() => Assert.True(IsEnabled(Button("Roll back", Dialog))));

        Click(() => Button("Roll back", Dialog));

        ShowsProblem(Busy);
        Assert.True(Page.Find(".mud-dialog input[type=radio]").HasAttribute("checked"));
    }

    [Fact]
    public void Upgrade_BeginsWithTheValuesThatTheReleaseHas()
    {
        OpenMenu("Upgrade");
        Eventually(() => Assert.Equal("replicas: 2", Page.Find("#install-values").GetAttribute("value")));
        Click(() => Button("Review the plan", Dialog));
        Shows("Upgrades Volcano to 1.12.1 in the namespace volcano-system.", () => Dialog);

        Click(() => Button("Upgrade", Dialog));

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal("replicas: 2", Assert.Single(Components.Upgraded).Values);
    }

    [Fact]
    public void ValuesThatCannotBeRead_AreNotReplacedByNone()
    {
        Components.ReleaseFault = ProblemException.Unavailable("The values cannot be read", "The database does not answer.", "Try again in a minute.");
        OpenMenu("Upgrade");
        ShowsProblem(((ProblemException)Components.ReleaseFault).Problem);
        Assert.False(IsEnabled(Button("Review the plan", Dialog)));

        Components.ReleaseFault = null;
        Click(() => Button("Try again", Dialog));

        Eventually(() => Assert.Equal("replicas: 2", Page.Find("#install-values").GetAttribute("value")));
        Assert.True(IsEnabled(Button("Review the plan", Dialog)));
    }

    private void OpenMenu(string act)
    {
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Acts on volcano on member1", Row("volcano")));
        Click(() => Button("Acts on volcano on member1", Row("volcano")));
        Eventually(() => MenuItem(act));
        Click(() => MenuItem(act));
    }
}
