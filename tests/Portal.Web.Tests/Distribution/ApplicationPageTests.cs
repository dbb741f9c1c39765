using Bunit;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Pods;
using Portal.Core.Problems;
using Portal.Web.Tests.Testing;
using MemberObject = Portal.Core.Distribution.Karmada.MemberObject;

namespace Portal.Web.Tests.Distribution;

public sealed class ApplicationPageTests : PageTest
{
    [Fact]
    public void List_ShowsStateAndObjects_AndFilters()
    {
        Applications.Items.Add(FakeApplications.Application());

        Open("/applications");

        Eventually(() => Assert.Contains("Failed", Text(Row("shop")), StringComparison.Ordinal));
        Search("nothing");
        Shows("No application matches the search.");
    }

    [Fact]
    public void New_FormAndYaml_FollowEachOther_AndTheWholeIsCreated()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Field("Name"));
        Act(() => Field("Name").Change("shop"));
        Act(() => Field("Manifests").Change("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}"));
        Act(() => Field("Clusters").Change("member1, member2"));
        Eventually(() => Assert.Contains("- member2", Field("Placement and overrides as YAML").GetAttribute("value"), StringComparison.Ordinal));
        Act(() => Field("Placement and overrides as YAML").Change("placement: {replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Aggregated}, nonsense: 1}"));
        Shows("The field placement.nonsense is not known, or is not of the right type.");
        Act(() => Field("Placement and overrides as YAML").Change("placement: {replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Aggregated}}"));
        Eventually(() => Assert.Equal("Aggregated", Page.Find("#placement-division").GetAttribute("value")));

        Act(() => Button("Preview").Click());
        Shows("The cluster affinity does not select it.");
        Act(() => Button("Create application").Click());

        Eventually(() => Assert.Equal($"/applications/{FakeApplications.Id}", Address));
        var created = Assert.Single(Applications.Created);
        Assert.Equal(("shop", "Aggregated"), (created.Name, created.Content.Placement!.ReplicaScheduling!.ReplicaDivisionPreference));
    }

    [Fact]
    public void Workload_IsWrittenByItsForm_AndReadFromItsManifests()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Field("Image"));
        Act(() => Field("Name of the workload").Change("web"));
        Act(() => Field("Image").Change("nginx:1.27"));
        Act(() => Field("Port").Change("8080"));
        Act(() => Field("Variables").Change("MODE=fast\nURL=http://a?b=c"));
        var manifests = () => Field("Manifests").GetAttribute("value")!;
        Eventually(() => Assert.Contains("kind: Service", manifests(), StringComparison.Ordinal));
        Assert.Contains("http://a?b=c", manifests(), StringComparison.Ordinal);

        Act(() => Field("Manifests").Change(manifests().Replace("nginx:1.27", "nginx:1.28", StringComparison.Ordinal)));
        Eventually(() => Assert.Equal("nginx:1.28", Field("Image").GetAttribute("value")));
        Act(() => Field("Manifests").Change("kind: ConfigMap"));
        Shows("The form is for a Deployment.");
    }

    [Fact]
    public void Placement_IsWrittenByItsForm_InKarmadasTerms()
    {
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Open("/applications/new");
        Eventually(() => Field("Regions"));
        Act(() => Field("Regions").Change("eu-west-1, eu-central-1"));
        Act(() => Button("Add another choice").Click());
        Shows("Choice 2: group-2");
        Act(() => Page.Find("#placement-division").Change("Static"));
        Eventually(() => Field("Weights"));
        Act(() => Field("Weights").Change("frankfurt=2, dublin=1, nonsense"));
        Act(() => Field("Regions, at least").Change("2"));

        var policy = () => Portal.Core.Distribution.Applications.PolicyYaml.Read(Field("Placement and overrides as YAML").GetAttribute("value")!).Placement;
        Eventually(() => Assert.Equal(("region", 2, 0), policy().SpreadConstraints.Select(spread => (spread.SpreadByField, spread.MinGroups, spread.MaxGroups)).Single()));
        Assert.Equal([("frankfurt", 2L), ("dublin", 1L)], policy().ReplicaScheduling!.WeightPreference!.StaticWeightList!.Select(weight => (weight.TargetCluster.ClusterNames[0], weight.Weight)));
        Assert.Equal(["group-1", "group-2"], policy().ClusterAffinities.Select(group => group.AffinityName));
        Assert.Equal(["eu-west-1", "eu-central-1"], policy().ClusterAffinities[0].FieldSelector!.MatchExpressions.Single().Values);
        Act(() => Button("Remove", Page.FindAll(".placement-group")[1]).Click());
        Eventually(() => Assert.Equal(["eu-west-1", "eu-central-1"], policy().ClusterAffinity!.FieldSelector!.MatchExpressions.Single().Values));
    }

    [Fact]
    public void Detail_TellsObjectsAndWhy_RollsBackAfterAPreview_AndRemovesByName()
    {
        Applications.Items.Add(FakeApplications.Application());
        Open($"/applications/{FakeApplications.Id}");
        Shows("Its field data.colour is not what the application says; it was set by kubectl.");
        Shows("not its own");
        Act(() => Page.Find("details.rights > summary").Click());
        Shows("kind: PropagationPolicy");
        Shows("Karmada carries nothing of the namespace kube-system.");

        Act(() => Button("Changes", Row("2")).Click());
        Shows("+replicas: 2");
        Applications.Placement = Applications.Placement with { Deletions = 9, Managed = 10, NeedsConfirmation = "It would remove 9 of the 10 objects that the application has." };
        Act(() => Button("Deliver", Row("1")).Click());
        Shows("It would remove 9 of the 10 objects that the application has.", () => Dialog);
        Assert.False(IsEnabled(Button("Deliver", Dialog)));
        Eventually(() => Page.Find("#deliver-confirm"));
        Act(() => Page.Find("#deliver-confirm").Change(true));
        Act(() => Button("Deliver", Dialog).Click());
        Eventually(() => Assert.Equal((1, 9), (Applications.Delivered[0].Revision, Applications.Delivered[0].ConfirmDeletions)));

        Open($"/applications/{FakeApplications.Id}");
        Eventually(() => Button("Remove application"));
        Act(() => Button("Remove application").Click());
        Eventually(() => Assert.False(IsEnabled(Button("Remove application", Dialog))));
        Act(() => Dialog.QuerySelector("input")!.Input("shop"));
        Act(() => Button("Remove application", Dialog).Click());
        Eventually(() => Assert.Equal(["shop"], Applications.Removed));
    }

    [Fact]
    public void Karmada_IsChosenForANewApplication_AndItsMembersAreShown()
    {
        var plane = new ControlPlaneView(Sample.ClusterId, "member1", true);
        Fleets.Items.Add(Sample.Fleet("edge", (ClusterState.Healthy, 1)));
        Applications.ControlPlanes.Add(plane);
        Open("/applications/new");
        Eventually(() => Field("Delivered by"));
        Act(() => Field("Delivered by").Change(plane.ClusterId.ToString()));
        Act(() => Field("Name").Change("shop"));
        Act(() => Field("Manifests").Change("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}"));
        Act(() => Button("Create application").Click());
        Eventually(() => Assert.Equal(plane.ClusterId, Assert.Single(Applications.Created).ControlPlaneId));

        Open("/applications");
        var shop = FakeApplications.Application();
        Applications.Items.Clear();
        Applications.Items.Add(new ApplicationDetail(shop.Summary with { ControlPlaneId = plane.ClusterId }, shop.Clusters,
        [
            new ApplicationMemberView("away", null, new Dictionary<string, int> { ["apps/Deployment/shop/web"] = 3 }, "Karmada does not reach it: cluster is not reachable (ClusterNotReachable).", Sample.Now,
                [new MemberObject("apps/v1", "Deployment", "shop", "web", ObjectHealth.Unknown, "Karmada does not reach it: cluster is not reachable (ClusterNotReachable).")]),
        ]));
        Open($"/applications/{FakeApplications.Id}");
        Shows("Delivered by Karmada");
        Shows("cluster is not reachable");
        Shows("3 replicas");
    }

    [Fact]
    public void Pods_OfAWorkload_TellWhyItFails_AndTheirLogsAreAClickAway()
    {
        Applications.Items.Add(FakeApplications.Application());
        Open($"/applications/{FakeApplications.Id}");
        Eventually(() => Button("Pods of web"));
        Assert.Empty(Buttons("Pods of settings"));

        Act(() => Button("Pods of web").Click());
        Shows("back-off 5m0s restarting failed container", () => Dialog);
        Shows("Back-off restarting failed container", () => Dialog);
        Act(() => Button("Log of main in web-7d4b-x1 before its last restart", Dialog).Click());
        Shows("cannot open /data: <none>", () => Dialog);
        Assert.Equal(new ContainerRequest("web-7d4b-x1", "main", true), Assert.Single(Pods.Read));
    }

    [Fact]
    public void Viewer_SeesAll_AndChangesNothing()
    {
        SignInAs(PortalRole.Viewer);
        Applications.Items.Add(FakeApplications.Application());

        Open($"/applications/{FakeApplications.Id}");

        Shows("member1");
        Assert.Empty(Buttons("Deliver"));
        Assert.Empty(Buttons("Remove application"));
        Act(() => Button("Pods of web").Click());
        Shows("CrashLoopBackOff", () => Dialog);
        Assert.Empty(Buttons("Log of main in web-7d4b-x1", Dialog));
        Applications.ReadFault = new ProblemException(new Problem(ProblemKind.Unavailable, "The database is away", "It restarts.", "Wait."));
        Open("/applications");
        Shows("The database is away");
    }
}
