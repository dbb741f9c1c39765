using System.Text.Json.Nodes;
using ClusterSim.Control;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>Unjoins: of what either has joined, with either side gone, and with another Karmada beside.</summary>
public sealed class KarmadaUnjoinTests(KarmadaEstate estate) : IClassFixture<KarmadaEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unjoin_LeavesNothingOnEitherSide()
    {
        var (system, member) = await PrepareAsync();
        var (there, here) = (await KarmadaObjects.ReadAsync(estate, member.ClusterName), await KarmadaObjects.ReadAsync(estate, system.Api));
        await system.JoinAsync(member);
        await CarryAsync(system, member.ClusterName);

        var step = await system.UnjoinAsync(member);

        Assert.Contains($"1 works of Karmada end with this, and with them what they hold is withdrawn from {member.ClusterName}.", step.Lines);
        Assert.Equal($"{member.ClusterName} is no longer a member of Karmada", step.Report);
        Assert.Null(await system.FindAsync("cluster.karmada.io/v1alpha1", "Cluster", member.ClusterName));
        await KarmadaObjects.AwaitSameAsync(estate, member.ClusterName, there);
        // The namespace of the credentials belongs to Karmada.
        await KarmadaObjects.AwaitSameAsync(estate, system.Api, new Dictionary<string, JsonObject>(here) { ["Namespace /karmada-cluster"] = [] });

        await system.UnjoinAsync(member);
    }

    [Fact]
    public async Task Unjoin_OfWhatKarmadactlHasJoined_LeavesNothing()
    {
        Assert.SkipUnless(Recording.Available, Recording.Absent);
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync("member1");
        await system.OpenAsync();
        var there = await KarmadaObjects.ReadAsync(estate, "member1");
        await JoinByKarmadactlAsync(system, await KarmadaPushTests.IdAsync(system, "member1"));

        await system.UnjoinAsync(member);

        await KarmadaObjects.AwaitSameAsync(estate, "member1", there);
        Assert.Null(await system.FindAsync("cluster.karmada.io/v1alpha1", "Cluster", "member1"));
    }

    [Fact]
    public async Task Join_OfWhatKarmadactlHasJoined_TakesItOver_AndKeepsWhatItWasTold()
    {
        Assert.SkipUnless(Recording.Available, Recording.Absent);
        var system = await estate.InstallAsync();
        var member = new SystemMember(await estate.Members.AddMemberAsync("member2"), "member2", "members", "member", "member2");
        await system.OpenAsync();
        await JoinByKarmadactlAsync(system, await KarmadaPushTests.IdAsync(system, "member2"), "member2");

        await system.JoinAsync(member);

        var cluster = await system.FindAsync("cluster.karmada.io/v1alpha1", "Cluster", "member2");
        Assert.Equal((string?)Recording.Cluster("member2")["spec"]!["apiEndpoint"], (string?)cluster!["spec"]!["apiEndpoint"]);
        Assert.NotEqual("b2xk", (string?)(await system.FindAsync("v1", "Secret", "member2", "karmada-cluster"))!["data"]!["token"]);
    }

    [Fact]
    public async Task Unjoin_ByKarmadactl_OfWhatThePortalHasJoined_FindsAllThatItRemoves()
    {
        Assert.SkipUnless(Recording.Available, Recording.Absent);
        var (system, member) = await PrepareAsync();
        var there = await KarmadaObjects.ReadAsync(estate, member.ClusterName);
        await system.JoinAsync(member);

        // What karmadactl unjoin deletes by name, in its order; the rest of what was removed hangs on that.
        var role = Recording.Removed("unjoin-member-side.json").Single(line => line.StartsWith("clusterroles//karmada-controller-manager", StringComparison.Ordinal))
            .Split("//")[1].Replace("member2", member.ClusterName, StringComparison.Ordinal);
        await DeleteAsync(system.Api, "cluster.karmada.io/v1alpha1", "Cluster", member.ClusterName);
        await DeleteAsync(member.ClusterName, "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", role);
        await DeleteAsync(member.ClusterName, "rbac.authorization.k8s.io/v1", "ClusterRole", role);
        await DeleteAsync(member.ClusterName, "v1", "Namespace", "karmada-cluster");

        await KarmadaObjects.AwaitSameAsync(estate, member.ClusterName, there);
        await GoneAsync(system, "v1", "Secret", member.ClusterName, "karmada-cluster");
        await GoneAsync(system, "v1", "Secret", $"{member.ClusterName}-impersonator", "karmada-cluster");

        // The portal's own unjoin then finds nothing to do.
        Assert.Equal($"{member.ClusterName} is no longer a member of Karmada", (await system.UnjoinAsync(member)).Report);
    }

    [Fact]
    public async Task Unjoin_OfAMemberOfTwoKarmadas_KeepsWhatTheOtherUses()
    {
        var (system, member) = await PrepareAsync();
        await system.JoinAsync(member);
        await system.CreateAsync(member.ClusterName, "api/v1/namespaces/karmada-cluster/serviceaccounts", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = "karmada-elsewhere", ["namespace"] = "karmada-cluster" },
        });

        var step = await system.UnjoinAsync(member);

        Assert.Contains("karmada-elsewhere", (string?)step.Result["leftovers"]![0]!["why"], StringComparison.Ordinal);
        Assert.NotNull(await system.FindInAsync(member.ClusterName, "v1", "ServiceAccount", "karmada-impersonator", "karmada-cluster"));
        Assert.NotNull(await system.FindInAsync(member.ClusterName, "v1", "Secret", "karmada-impersonator", "karmada-cluster"));
        Assert.Null(await system.FindInAsync(member.ClusterName, "v1", "ServiceAccount", $"karmada-{member.ClusterName}", "karmada-cluster"));
        Assert.Null(await system.FindInAsync(member.ClusterName, "rbac.authorization.k8s.io/v1", "ClusterRole", $"karmada-controller-manager:karmada-{member.ClusterName}"));
    }

    [Fact]
    public async Task Unjoin_OfADeadMember_SaysWhatHoldsIt_AndCleansKarmadaByForce()
    {
        var (system, member) = await PrepareAsync();
        await system.JoinAsync(member);
        await CarryAsync(system, member.ClusterName);
        estate.Members.Sim.Cluster(member.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });
        system.Controllers.Lose(member.ClusterName);

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.UnjoinAsync(member));

        Assert.Equal((ProblemKind.Refused, "1 works are still to be withdrawn from it after 2 seconds."), (error.Problem.Kind, error.Problem.Why));
        Assert.NotNull(await system.FindAsync("cluster.karmada.io/v1alpha1", "Cluster", member.ClusterName));

        var step = await system.UnjoinAsync(member, force: true);

        await GoneAsync(system, "cluster.karmada.io/v1alpha1", "Cluster", member.ClusterName);
        await GoneAsync(system, "v1", "Namespace", $"karmada-es-{member.ClusterName}");
        Assert.Equal(
            ["ClusterRoleBinding", "ClusterRole", "Namespace"], step.Result["leftovers"]!.AsArray().Select(item => (string)item!["kind"]!));
    }

    [Fact]
    public async Task Unjoin_FromAKarmadaThatIsGone_CleansTheMember()
    {
        var (system, member) = await PrepareAsync();
        var there = await KarmadaObjects.ReadAsync(estate, member.ClusterName);
        await system.JoinAsync(member);
        estate.Members.Sim.Cluster(system.Api).Faults.Add(new Fault { Kind = FaultKind.Offline });

        // Its host still has it: it may come back.
        var error = await Assert.ThrowsAsync<ProblemException>(() => system.UnjoinAsync(member));
        Assert.Equal(ProblemKind.Unavailable, error.Problem.Kind);

        await DeleteAsync(system.Host.ClusterName, "v1", "Secret", "karmada-kubeconfig", "karmada-system");
        await system.UnjoinAsync(member);

        await KarmadaObjects.AwaitSameAsync(estate, member.ClusterName, there);
    }

    [Fact]
    public async Task Unjoin_OfANameThatIsAnotherClusterThere_TouchesIt()
    {
        var (system, member) = await PrepareAsync();
        await KarmadaPushTests.RegisterAsync(system, member.ClusterName, "another");

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.UnjoinAsync(member));

        Assert.Equal(ProblemKind.Conflict, error.Problem.Kind);
        Assert.Null((await system.FindAsync("cluster.karmada.io/v1alpha1", "Cluster", member.ClusterName))!["metadata"]!["deletionTimestamp"]);
    }

    private async Task<(KarmadaSystem System, SystemMember Member)> PrepareAsync()
    {
        var system = await estate.InstallAsync();
        await system.OpenAsync();
        return (system, await estate.AddMemberAsync());
    }

    private static Task CarryAsync(KarmadaSystem system, string member) => system.CreateAsync(
        system.Api, $"apis/work.karmada.io/v1alpha1/namespaces/karmada-es-{member}/works", new JsonObject
        {
            ["apiVersion"] = "work.karmada.io/v1alpha1",
            ["kind"] = "Work",
            ["metadata"] = new JsonObject
            {
                ["name"] = "shop",
                ["namespace"] = $"karmada-es-{member}",
                ["finalizers"] = new JsonArray("karmada.io/execution-controller"),
            },
            ["spec"] = new JsonObject
            {
                ["workload"] = new JsonObject
                {
                    ["manifests"] = new JsonArray(new JsonObject
                    {
                        ["apiVersion"] = "apps/v1",
                        ["kind"] = "Deployment",
                        ["metadata"] = new JsonObject { ["name"] = "shop", ["namespace"] = "default" },
                    }),
                },
            },
        });

    private static async Task JoinByKarmadactlAsync(KarmadaSystem system, string id, string name = "member1")
    {
        foreach (var recorded in Recording.Created("join-member-side.json"))
        {
            var item = JsonNode.Parse(Recording.Writable(recorded).ToJsonString().Replace("member1", name, StringComparison.Ordinal))!.AsObject();
            await system.CreateAsync(name, PathOf(item), item);
        }

        await system.CreateAsync(system.Api, "api/v1/namespaces", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = "karmada-cluster" },
        });
        var cluster = Recording.Writable(Recording.Cluster(name));
        cluster["metadata"]!.AsObject().Remove("finalizers");
        cluster["spec"]!["id"] = id;
        await system.CreateAsync(system.Api, "apis/cluster.karmada.io/v1alpha1/clusters", cluster);
        foreach (var secret in Recording.Created("join-control-plane-side.json").Where(item => Recording.Key(item).StartsWith($"Secret karmada-cluster/{name}", StringComparison.Ordinal)))
        {
            await system.CreateAsync(system.Api, "api/v1/namespaces/karmada-cluster/secrets", Recording.Writable(secret));
        }
    }

    private static string PathOf(JsonObject item) => (string)item["kind"]! switch
    {
        "Namespace" => "api/v1/namespaces",
        "ServiceAccount" => "api/v1/namespaces/karmada-cluster/serviceaccounts",
        "Secret" => "api/v1/namespaces/karmada-cluster/secrets",
        "ClusterRole" => "apis/rbac.authorization.k8s.io/v1/clusterroles",
        _ => "apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
    };

    private async Task DeleteAsync(string cluster, string apiVersion, string kind, string name, string? @namespace = null)
    {
        using var admin = estate.Admin(cluster);
        Assert.True(await new ClusterWriter(admin, cluster).DeleteAsync(apiVersion, kind, @namespace, name, _ => true, Token), $"{kind} {name} is not there");
    }

    private static async Task GoneAsync(KarmadaSystem system, string apiVersion, string kind, string name, string? @namespace = null)
    {
        while (await system.FindAsync(apiVersion, kind, name, @namespace) is not null)
        {
            await Task.Delay(20, Token);
        }
    }
}
