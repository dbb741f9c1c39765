using Bunit;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Clusters;

public sealed class ClusterEditorTests : PageTest
{
    private const string Tab = "/clusters/member1?tab=edit";

    private static readonly Problem Changed = new(
        ProblemKind.Conflict, "Cluster member1 was changed by somebody else", "What you saw is no longer what is stored.", "Load it again, look at the change, and make yours on top.");

    public ClusterEditorTests()
    {
        Fleets.Items.Add(Sample.Fleet());
        Clusters.Items.Add(Sample.Cluster());
    }

    [Fact]
    public void Save_SendsWhatWasTyped_OnTopOfWhatWasSeen()
    {
        Open(Tab);
        Eventually(() => Assert.Equal("env=prod", Page.Find("#field-labels").GetAttribute("value")));

        Act(() => Field("Region").Change("eu-west-1"));
        Act(() => Page.Find("#field-labels").Change("env=prod\ntier = gold"));
        Act(() => Page.Find("#field-taints").Change("maintenance=true:NoSchedule"));
        Click(() => Button("Save"));

        Eventually(() => Assert.Single(Clusters.Updated));
        var (id, edit, version) = Clusters.Updated[0];
        Assert.Equal((Sample.ClusterId, "eu-west-1", 5u), (id, edit.Region, version));
        Assert.Equal("gold", edit.Labels["tier"]);
        Assert.Equal([new ClusterTaint("maintenance", "true", "NoSchedule")], edit.Taints);
        Eventually(() => Assert.Contains("member1 saved", Page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void LineThatIsNoLabel_IsNamedAtTheField()
    {
        Open(Tab);
        Eventually(() => Button("Save"));

        Act(() => Page.Find("#field-labels").Change("env=prod\nnonsense"));

        Shows("“nonsense” is no label: write key=value.");
        Assert.False(IsEnabled(Button("Save")));
        Act(() => Page.Find("#field-labels").Change("env=prod"));
        Eventually(() => Assert.True(IsEnabled(Button("Save"))));
    }

    [Fact]
    public void LineThatIsNoTaint_IsNamedAtTheField()
    {
        Open(Tab);
        Eventually(() => Button("Save"));

        Act(() => Page.Find("#field-taints").Change("maintenance"));

        Shows("“maintenance” is no taint: write key=value:Effect.");
        Assert.False(IsEnabled(Button("Save")));
    }

    [Fact]
    public void Refusal_IsShown_AndNothingTypedIsLost()
    {
        Clusters.Refusal = Changed;
        Open(Tab);
        Eventually(() => Button("Save"));
        Act(() => Field("Zone").Change("eu-central-1c"));

        Click(() => Button("Save"));

        ShowsProblem(Changed);
        Assert.Equal("eu-central-1c", Field("Zone").GetAttribute("value"));
    }

    [Fact]
    public void LiveUpdate_LeavesWhatIsTyped()
    {
        Open(Tab);
        Eventually(() => Button("Save"));
        Act(() => Field("Zone").Change("eu-central-1c"));

        Clusters.Replace("member1", _ => Sample.Cluster(state: ClusterState.Degraded));
        Publish(Topics.Cluster, Sample.ClusterId);

        Eventually(() => Assert.Equal("Degraded", Text(Page.Find(".page-heading .status"))));
        Assert.Equal("eu-central-1c", Field("Zone").GetAttribute("value"));
    }

    [Fact]
    public void ChangeOfSomebodyElse_IsNotOverwritten()
    {
        Open(Tab);
        Eventually(() => Button("Save"));
        Act(() => Field("Zone").Change("eu-central-1c"));

        Clusters.Replace("member1", cluster => cluster with { Version = 6, Labels = new Dictionary<string, string> { ["env"] = "test" }, Summary = cluster.Summary with { State = ClusterState.Degraded } });
        Publish(Topics.Cluster, Sample.ClusterId);
        Eventually(() => Assert.Equal("Degraded", Text(Page.Find(".page-heading .status"))));

        // In one piece: a redraw that is still under way must not come between.
        _ = Page.InvokeAsync(() => Button("Save").Click());

        // The version that the typed text is based on: the service refuses it.
        Eventually(() => Assert.Equal(5u, Assert.Single(Clusters.Updated).Version));
    }

    [Fact]
    public void SecondSave_IsBasedOnTheFirst()
    {
        Open(Tab);
        Eventually(() => Button("Save"));
        Act(() => Field("Zone").Change("eu-central-1c"));
        Click(() => Button("Save"));
        Eventually(() => Assert.Single(Clusters.Updated));

        Eventually(() => Assert.Contains("member1 saved", Page.Markup, StringComparison.Ordinal));
        Act(() => Field("Zone").Change("eu-central-1b"));
        Click(() => Button("Save"));

        Eventually(() => Assert.Equal([5u, 6u], Clusters.Updated.Select(update => update.Version)));
    }

    [Fact]
    public void FleetsThatCannotBeRead_AreReadAgainOnDemand()
    {
        Fleets.ReadFault = ProblemException.Unavailable("The fleets cannot be read", "The database does not answer.", "Try again in a minute.");
        Open(Tab);
        Shows("The fleets cannot be read");

        Fleets.ReadFault = null;
        Click(() => Button("Try again"));

        Eventually(() => Assert.Equal("eu-central-1", Field("Region").GetAttribute("value")));
    }
}
