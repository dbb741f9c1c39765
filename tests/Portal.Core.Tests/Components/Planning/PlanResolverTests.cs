using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Components.Planning;

public sealed class PlanResolverTests
{
    private static readonly PlanComponent Istio = Component("istio", "Istio", ["1.30.3", "1.29.6", "1.28.10"]) with
    {
        Upgrade = new UpgradeRules { SkipMinor = false },
    };

    private static readonly PlanComponent Kiali = Component("kiali", "Kiali", ["2.1.0", "2.0.0"], new PlanRequirement("istio", ">=1.29.0"));
    private static readonly PlanComponent Legacy = Component("legacy", "Legacy", ["1.0.0"], new PlanRequirement("istio", "<1.29.0"));
    private static readonly PlanComponent Flagger = Component("flagger", "Flagger", ["1.44.0"], new PlanRequirement("istio"));
    private static readonly PlanComponent Volcano = Component("volcano", "Volcano", ["1.15.1", "1.14.2"]) with { Kubernetes = ">=1.25.0" };
    private static readonly PlanComponent Mesh = Component("mesh", "Mesh", ["1.0.0"]) with { Conflicts = [new PlanConflict("istio", null, "Both inject sidecars.")] };
    private static readonly PlanComponent Remote = Component("remote", "Remote", ["1.0.0"], new PlanRequirement("istio", null, "mesh/primary"));
    private static readonly PlanComponent Tunnel = Component("tunnel", "Tunnel", ["1.0.0"]) with { NeedsDisjointNetworks = true };

    private static readonly PlanComponent[] Catalogue = [Istio, Kiali, Legacy, Flagger, Volcano, Mesh, Remote, Tunnel];

    [Fact]
    public void Install_WithRequirement_PullsItInFirstAndSaysForWhom()
    {
        var plan = Resolve([Cluster(1)], Install(1, "kiali"));

        Assert.Empty(plan.Refusals);
        Assert.Equal(["member1/istio", "member1/kiali"], plan.Changes.Select(change => change.Id));
        Assert.Equal((ChangeKind.Install, "1.30.3", "required by Kiali", 0), Brief(plan.Changes[0]));
        Assert.Equal((ChangeKind.Install, "2.1.0", "asked for", 1), Brief(plan.Changes[1]));
        Assert.Equal(["member1/istio"], plan.Changes[1].Needs);
    }

    [Fact]
    public void Install_WhenDependentsShareNoVersion_NamesTheTwo()
    {
        var plan = Resolve([Cluster(1)], Install(1, "kiali"), Install(1, "legacy"), Install(1, "volcano"));

        var refusal = Assert.Single(plan.Refusals, refusal => refusal.Component == "istio");
        Assert.Contains("Kiali on member1 needs Istio 1.29 or newer", refusal.Problem.Why, StringComparison.Ordinal);
        Assert.Contains("Legacy on member1 needs Istio <1.29.0", refusal.Problem.Why, StringComparison.Ordinal);
        Assert.Equal(["kiali", "legacy"], plan.Refusals.Select(one => one.Component).Except(["istio"]));
        // Nobody else is held up, and what only the refused asked for is not installed.
        Assert.Equal("member1/volcano", Assert.Single(plan.Changes).Id);
    }

    [Fact]
    public void Install_WhenRequirementsRunInACircle_NamesThePath()
    {
        PlanComponent[] circle =
        [
            Component("a", "A", ["1.0.0"], new PlanRequirement("b")),
            Component("b", "B", ["1.0.0"], new PlanRequirement("c")),
            Component("c", "C", ["1.0.0"], new PlanRequirement("a")),
        ];

        var plan = PlanResolver.Resolve(circle, [Cluster(1)], [Install(1, "b")]);

        Assert.Empty(plan.Changes);
        Assert.All(plan.Refusals, refusal => Assert.Contains("A → B → C → A", refusal.Problem.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void Uninstall_OfWhatIsNeeded_IsRefusedUnlessTheOtherGoesToo()
    {
        var fleet = Cluster(1, ("istio", "1.30.3"), ("kiali", "2.1.0"));

        var alone = Resolve([fleet], Uninstall(1, "istio"));
        var both = Resolve([fleet], Uninstall(1, "istio"), Uninstall(1, "kiali"));

        Assert.Empty(alone.Changes);
        Assert.Equal("Kiali on member1 needs it.", Assert.Single(alone.Refusals).Problem.Why);
        Assert.Empty(both.Refusals);
        Assert.Equal(["member1/kiali", "member1/istio"], both.Changes.Select(change => change.Id));
        Assert.Equal(["member1/kiali"], both.Changes[1].Needs);
    }

    [Fact]
    public void Upgrade_WhereNoMinorMayBeLeftOut_GoesThroughEach()
    {
        var plan = Resolve([Cluster(1, ("istio", "1.28.10"))], new PlanWish(Id(1), "istio", WishKind.Upgrade, "1.30.3"));

        Assert.Equal(["1.28.10 1.29.6", "1.29.6 1.30.3"], plan.Changes.Select(change => $"{change.FromVersion} {change.ToVersion}"));
        Assert.Equal(["member1/istio@1.29.6"], plan.Changes[1].Needs);
        Assert.Equal("on the way to 1.30.3", plan.Changes[0].Reason);
    }

    [Fact]
    public void Upgrade_BeyondWhatADependentTakes_IsRefusedAndNamesIt()
    {
        var plan = Resolve([Cluster(1, ("istio", "1.28.10"), ("legacy", "1.0.0"))], new PlanWish(Id(1), "istio", WishKind.Upgrade, "1.29.6"));

        Assert.Empty(plan.Changes);
        Assert.Contains("Legacy on member1 needs Istio <1.29.0", Assert.Single(plan.Refusals).Problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_OnOneClusterThatDoesNotAnswer_IsRefusedThereOnly()
    {
        var away = Cluster(2) with { Unusable = new Problem(ProblemKind.Unavailable, "Cluster member2 cannot be reached", "It did not answer in time.", "Check it.") };

        var plan = Resolve([Cluster(1), away, Cluster(3)], Install(1, "kiali"), Install(2, "kiali"), Install(3, "kiali"));

        Assert.Equal((null, "Cluster member2 cannot be reached"), (Assert.Single(plan.Refusals).Component, plan.Refusals[0].Problem.What));
        Assert.Equal(["member1/istio", "member3/istio", "member1/kiali", "member3/kiali"], plan.Changes.Select(change => change.Id));
    }

    [Fact]
    public void Install_OnAnOldCluster_TellsEveryReason()
    {
        var old = Cluster(1) with
        {
            KubernetesVersion = "v1.24.3-gke.1",
            Obstacles = [new PlanObstacle("volcano", new Problem(ProblemKind.Conflict, "Volcano is on member1 already, and not by the portal", "helm has it.", "Uninstall it."))],
        };

        var plan = Resolve([old], Install(1, "volcano"));

        Assert.Equal(2, plan.Refusals.Count);
        Assert.Contains(plan.Refusals, refusal => refusal.Problem.Why == "It needs Kubernetes 1.25 or newer; the cluster has v1.24.3-gke.1.");
        Assert.Contains(plan.Refusals, refusal => refusal.Problem.Why == "helm has it.");
    }

    [Fact]
    public void Install_NextToAConflict_WaitsForItsUninstallOrIsRefused()
    {
        var fleet = Cluster(1, ("istio", "1.30.3"));

        var refused = Resolve([fleet], Install(1, "mesh"));
        var swapped = Resolve([fleet], Install(1, "mesh"), Uninstall(1, "istio"));

        Assert.Contains("Both inject sidecars.", Assert.Single(refused.Refusals).Problem.Why, StringComparison.Ordinal);
        Assert.Equal(["member1/istio", "member1/mesh"], swapped.Changes.Select(change => change.Id));
        Assert.Equal(["member1/istio"], swapped.Changes[1].Needs);
    }

    [Fact]
    public void Install_ThatNeedsARoleElsewhere_WaitsForThatCluster()
    {
        var primary = Cluster(1) with { Roles = new HashSet<string> { "mesh/primary" } };

        var plan = Resolve([primary, Cluster(2)], Install(2, "remote"));
        var none = Resolve([Cluster(1), Cluster(2)], Install(2, "remote"));

        Assert.Equal(["member1/istio", "member2/remote"], plan.Changes.Select(change => change.Id));
        Assert.Equal("required by Remote on member2", plan.Changes[0].Reason);
        Assert.Contains("mesh/primary", Assert.Single(none.Refusals).Problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Install_OfWhatConnectsClusters_IsRefusedWhereAddressesOverlap()
    {
        var plan = Resolve(
            [
                Cluster(1) with { PodNetworks = ["10.244.0.0/24"] },
                Cluster(2) with { PodNetworks = ["10.245.0.0/16"], ServiceNetworks = ["10.96.0.0/12"] },
                Cluster(3) with { PodNetworks = ["10.244.0.0/16"] },
            ],
            Install(1, "tunnel"), Install(2, "tunnel"), Install(3, "tunnel"));

        Assert.Equal(["member1", "member3"], plan.Refusals.Select(refusal => refusal.ClusterName).Distinct());
        Assert.Contains("10.244.0.0/24 for pods here, 10.244.0.0/16 for pods there", plan.Refusals[0].Problem.Why, StringComparison.Ordinal);
        Assert.Equal("member2/tunnel", Assert.Single(plan.Changes).Id);
    }

    [Fact]
    public void Install_OfWhatConnectsClusters_IsRefusedWhereServicesOverlap_WithServicesAsWithPods()
    {
        var plan = Resolve(
            [
                Cluster(1) with { PodNetworks = ["10.244.0.0/16"], ServiceNetworks = ["10.96.0.0/12"] },
                Cluster(2) with { PodNetworks = ["10.245.0.0/16"], ServiceNetworks = ["10.100.0.0/16"] },
                Cluster(3) with { PodNetworks = ["10.246.0.0/16"], ServiceNetworks = ["172.20.0.0/16"] },
            ],
            Install(1, "tunnel"), Install(2, "tunnel"), Install(3, "tunnel"));

        Assert.Equal(["member1", "member2"], plan.Refusals.Select(refusal => refusal.ClusterName).Distinct());
        Assert.Contains("10.96.0.0/12 for services here, 10.100.0.0/16 for services there", plan.Refusals[0].Problem.Why, StringComparison.Ordinal);
        Assert.Equal("member3/tunnel", Assert.Single(plan.Changes).Id);
    }

    [Fact]
    public void Install_OfWhatConnectsClusters_MayShareAddressesWhereItsValuesSaySo()
    {
        PlanComponent[] tunnel = [Tunnel with { DisjointBy = "!globalnet" }];
        ClusterFacts[] clusters = [Cluster(1) with { PodNetworks = ["10.244.0.0/16"] }, Cluster(2) with { PodNetworks = ["10.244.0.0/16"] }];
        IReadOnlySet<string> off = new HashSet<string> { "!globalnet" };

        var shared = PlanResolver.Resolve(tunnel, clusters, [Install(1, "tunnel") with { Off = off }, Install(2, "tunnel") with { Off = off }]);
        var plain = PlanResolver.Resolve(tunnel, clusters, [Install(1, "tunnel"), Install(2, "tunnel") with { Off = off }]);

        Assert.Empty(shared.Refusals);
        Assert.Equal(["member1", "member2"], plain.Refusals.Select(refusal => refusal.ClusterName).Distinct());
    }

    [Fact]
    public void Install_OfMoreThanFits_IsRefusedWithTheFigures()
    {
        PlanComponent[] large = [Component("large", "Large", ["1.0.0"]) with { Capacity = new PlanCapacity(1500, 2L << 30) }];

        var plan = PlanResolver.Resolve(large, [Cluster(1) with { Free = new PlanCapacity(1000, 8L << 30) }], [Install(1, "large")]);

        Assert.Equal("What is to be installed there (Large) asks for 1.5 cores and 2 GiB of memory; 1 cores and 8 GiB of memory are free.",
            Assert.Single(plan.Refusals).Problem.Why);
    }

    [Fact]
    public void Install_AfterAFirstTryThatFailed_InstallsAgain()
    {
        var cluster = Cluster(1) with { Installed = [new InstalledRelease("istio", "1.28.10", InstalledState.NeverDone)] };

        var plan = Resolve([cluster], Install(1, "flagger"));

        Assert.Equal((ChangeKind.Install, "1.30.3", "required by Flagger", 0), Brief(plan.Changes[0]));
    }

    private static (ChangeKind, string?, string, int) Brief(PlannedChange change) => (change.Kind, change.ToVersion, change.Reason, change.Wave);

    private static ComponentPlan Resolve(ClusterFacts[] clusters, params PlanWish[] wishes) => PlanResolver.Resolve(Catalogue, clusters, wishes);

    private static PlanComponent Component(string name, string title, string[] versions, params PlanRequirement[] requirements) =>
        new() { Name = name, Title = title, Versions = versions, Requirements = requirements };

    private static Guid Id(int cluster) => new(cluster, 0, 0, new byte[8]);

    private static ClusterFacts Cluster(int number, params (string Component, string Version)[] installed) => new()
    {
        Id = Id(number),
        Name = $"member{number}",
        KubernetesVersion = "v1.34.1",
        Installed = [.. installed.Select(release => new InstalledRelease(release.Component, release.Version))],
    };

    private static PlanWish Install(int cluster, string component) => new(Id(cluster), component, WishKind.Install);

    private static PlanWish Uninstall(int cluster, string component) => new(Id(cluster), component, WishKind.Uninstall);
}
