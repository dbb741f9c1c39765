using Bunit;
using Portal.Core.Access;
using Portal.Core.Components.Drift;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Components;

public sealed class DriftTests : PageTest
{
    private const string Scheduler = "apps/v1 Deployment volcano-system/volcano-scheduler";

    public DriftTests()
    {
        Components.Catalogue.Add(Sample.Component());
        Components.Releases.Add(Sample.Release());
        Clusters.Items.Add(Sample.Cluster());
        var release = Components.Releases[0].Summary.Id;
        Drifts.States[release] = new DriftSummary(release, DriftState.Drifted, 2, Sample.Now.AddMinutes(-3));
        Drifts.Drift = new DriftDetail(
            DriftState.Drifted, Sample.Now.AddMinutes(-3), false, "", 2, 14,
            [
                new DriftedObject("apps/v1", "Deployment", "volcano-system", "volcano-scheduler", false,
                    [new DriftedField("spec.replicas", "1", "4", "kubectl-edit", Sample.Now.AddHours(-1), false, "h")]),
                new DriftedObject("v1", "Secret", "volcano-system", "volcano-auth", false, [new DriftedField("data.password", null, null, "kubectl-edit", null, true, "s")]),
                new DriftedObject("v1", "Service", "volcano-system", "volcano-webhook", true, []),
            ],
            [new AcceptedView(Sample.PlanId, "v1 ConfigMap volcano-system/volcano", "data.log", Sample.Now.AddDays(-1), "ada", true)]);
    }

    [Fact]
    public void List_ShowsDrift_AndThePanelShowsItByField()
    {
        OpenPanel();

        Shows("Drifted 14 objects compared with the manifest of revision 2", () => Dialog);
        Shows("spec.replicas 1 4 kubectl-edit", () => Dialog);
        Shows("data.password (hidden) (hidden) kubectl-edit", () => Dialog);
        Shows("Service volcano-system/volcano-webhook Repair Accept It is not in the cluster.", () => Dialog);
    }

    [Fact]
    public void Repair_OfOneObject_LeadsToItsOperation()
    {
        OpenPanel();

        Click(() => Button("Repair volcano-system/volcano-scheduler", Dialog));

        Eventually(() => Assert.Equal($"/operations/{Sample.OperationId}", Address));
        Assert.Equal([Scheduler], Assert.Single(Drifts.Repaired)!);
    }

    [Fact]
    public void Accept_RemembersTheFields_AndCanBeWithdrawn()
    {
        OpenPanel();

        Click(() => Button("Accept volcano-system/volcano-scheduler as it is", Dialog));
        Click(() => Button("Withdraw", Dialog));

        Eventually(() => Assert.Equal([Sample.PlanId], Drifts.Withdrawn));
        var accepted = Assert.Single(Drifts.Accepted);
        Assert.Equal(Scheduler, accepted.Key);
        Assert.Equal(["spec.replicas"], accepted.Paths);
    }

    [Fact]
    public void Unknown_IsNeverShownAsInSync()
    {
        Drifts.States.Clear();
        Drifts.Drift = new DriftDetail(DriftState.Unknown, Sample.Now.AddHours(-9), false, "Cluster member1 did not answer within 60 seconds.", 2, 14, [], []);
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Drift of volcano on member1: Unknown"));
        Assert.Contains("Unknown", Text(Button("Drift of volcano on member1: Unknown")), StringComparison.Ordinal);

        Click(() => Button("Drift of volcano on member1: Unknown"));

        Shows("Cluster member1 did not answer within 60 seconds.", () => Dialog);
        Assert.DoesNotContain("In sync", Text(Dialog), StringComparison.Ordinal);
        Click(() => Button("Compare again", Dialog));
        Eventually(() => Assert.Equal(1, Drifts.Asked));
    }

    [Fact]
    public void Viewer_LooksOnly()
    {
        SignInAs(PortalRole.Viewer);
        OpenPanel();

        Shows("spec.replicas 1 4", () => Dialog);
        Assert.Empty(Buttons("Repair all", Dialog));
        Assert.Empty(Buttons("Withdraw", Dialog));
    }

    private void OpenPanel()
    {
        Open("/clusters/member1?tab=components");
        Eventually(() => Button("Drift of volcano on member1: Drifted"));
        Click(() => Button("Drift of volcano on member1: Drifted"));
        Eventually(() => Button("Close", Dialog));
    }
}
