using System.Text.Json.Nodes;
using ClusterSim.Control;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>A join in push mode, held to what a real karmadactl join made on both sides.</summary>
public sealed class KarmadaPushTests(KarmadaEstate estate) : IClassFixture<KarmadaEstate>
{
    [Fact]
    public async Task Join_MakesOnBothSides_WhatKarmadactlMakes()
    {
        Assert.SkipUnless(Recording.Available, Recording.Absent);
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync("member1");
        await estate.DescribeAsync(member.ClusterId, "private", "north", "north-a");
        await system.OpenAsync();
        var (there, here) = (await KarmadaObjects.ReadAsync(estate, "member1"), await KarmadaObjects.ReadAsync(estate, system.Api));

        await system.JoinAsync(member);

        AssertSame(Recording.Created("join-member-side.json"), there, await KarmadaObjects.ReadAsync(estate, "member1"));
        // The namespace of its credentials is there in a real Karmada from the start.
        var made = (await KarmadaObjects.ReadAsync(estate, system.Api)).Where(pair => pair.Key != "Namespace /karmada-cluster").ToDictionary();
        AssertSame([.. Recording.Created("join-control-plane-side.json").Where(item => !Recording.Key(item).Contains("member2", StringComparison.Ordinal))], here, made);

        var cluster = (await system.FindAsync("cluster.karmada.io/v1alpha1", "Cluster", "member1"))!;
        var (expected, actual) = (Recording.Bare(Recording.Cluster("member1")), Recording.Bare(cluster));
        expected["spec"]!.AsObject().Remove("resourceModels");
        expected["spec"]!["apiEndpoint"] = estate.Members.Sim.ServerOf("member1").AbsoluteUri.TrimEnd('/');
        expected["spec"]!["id"] = (string?)(await system.FindInAsync("member1", "v1", "Namespace", "kube-system"))!["metadata"]!["uid"];
        AssertSame(expected, actual);
        foreach (var secret in made.Values.Where(item => (string?)item["kind"] == "Secret" && item["metadata"]!["ownerReferences"] is not null))
        {
            Assert.Equal((string?)cluster["metadata"]!["uid"], (string?)secret["metadata"]!["ownerReferences"]![0]!["uid"]);
        }

        // The tokens are those of the member, byte for byte.
        var token = await system.FindInAsync("member1", "v1", "Secret", "karmada-member1", "karmada-cluster");
        Assert.Equal((string?)token!["data"]!["token"], (string?)made["Secret karmada-cluster/member1"]["data"]!["token"]);
        Assert.Equal((string?)token["data"]!["ca.crt"], (string?)made["Secret karmada-cluster/member1"]["data"]!["caBundle"]);
    }

    [Fact]
    public async Task Join_Twice_ChangesNothing_AndFollowsANewToken()
    {
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        await system.OpenAsync();
        await system.JoinAsync(member);
        var first = (await system.FindAsync("v1", "Secret", member.ClusterName, "karmada-cluster"))!;

        var step = await system.JoinAsync(member);

        Assert.Equal($"Karmada reaches {member.ClusterName} (Push)", step.Report);
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)(await system.FindAsync("v1", "Secret", member.ClusterName, "karmada-cluster"))!["metadata"]!["resourceVersion"]);

        using (var admin = estate.Admin(member.ClusterName))
        {
            var writer = new ClusterWriter(admin, member.ClusterName);
            await writer.DeleteAsync("v1", "ServiceAccount", "karmada-cluster", $"karmada-{member.ClusterName}", _ => true, TestContext.Current.CancellationToken);
            await writer.DeleteAsync("v1", "Secret", "karmada-cluster", $"karmada-{member.ClusterName}", _ => true, TestContext.Current.CancellationToken);
        }

        await system.JoinAsync(member);

        var second = (await system.FindAsync("v1", "Secret", member.ClusterName, "karmada-cluster"))!;
        Assert.NotEqual((string?)first["data"]!["token"], (string?)second["data"]!["token"]);
        Assert.Single(second["metadata"]!["ownerReferences"]!.AsArray());
    }

    [Fact]
    public async Task Join_EveryWrite_IsWhatARealServerTakes()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        await system.OpenAsync();
        await system.JoinAsync(member);
        await system.JoinAsync(member);
        await system.UnjoinAsync(member);

        var writes = new[] { member.ClusterName, system.Api }.SelectMany(cluster => estate.Members.Sim.Cluster(cluster).Audit.Entries())
            .Where(write => write.Code < 400 && !write.Path.Contains("customresourcedefinitions", StringComparison.Ordinal)).ToList();
        Assert.Contains(writes, write => write.Path.Contains("/clusters/", StringComparison.Ordinal));
        Assert.Empty(writes.SelectMany(write => SchemaValidator.Faults(write).Select(fault => $"{write.Verb} {write.Path}: {fault}")));
    }

    [Fact]
    public async Task Join_ByNarrowRights_GrantsNoRightOverRoles()
    {
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        system.Settings["rights"] = "narrow";
        system.Settings["apiGroups"] = new JsonArray("batch.volcano.sh");
        await system.OpenAsync();

        await system.JoinAsync(member);

        var role = await system.FindInAsync(member.ClusterName, "rbac.authorization.k8s.io/v1", "ClusterRole", $"karmada-controller-manager:karmada-{member.ClusterName}");
        var rules = role!["rules"]!.AsArray().OfType<JsonObject>().ToList();
        Assert.DoesNotContain(rules, rule => Texts(rule, "verbs").Intersect(["*", "impersonate", "escalate", "bind"]).Any());
        Assert.DoesNotContain(rules, rule => Texts(rule, "resources").Contains("clusterroles") || Texts(rule, "apiGroups").Contains("*"));
        Assert.Contains(rules, rule => Texts(rule, "apiGroups").SequenceEqual(["batch.volcano.sh"]));
    }

    [Fact]
    public async Task Join_OfWhatIsRegisteredUnderAnotherName_IsRefused()
    {
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        await system.OpenAsync();
        await RegisterAsync(system, "elsewhere", await IdAsync(system, member.ClusterName));

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));

        Assert.Equal((ProblemKind.Conflict, "It has joined under the name elsewhere."), (error.Problem.Kind, error.Problem.Why));
        Assert.Null(await system.FindInAsync(member.ClusterName, "v1", "Namespace", "karmada-cluster"));
    }

    [Fact]
    public async Task Join_UnderANameThatAnotherHas_IsRefused()
    {
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        await system.OpenAsync();
        await RegisterAsync(system, member.ClusterName, "another");

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));

        Assert.Equal((ProblemKind.Conflict, $"Karmada has a cluster named {member.ClusterName} already"), (error.Problem.Kind, error.Problem.What));
    }

    [Fact]
    public async Task Join_OfANameThatIsTooLong_IsRefused()
    {
        var system = await estate.InstallAsync();
        var member = new SystemMember(Guid.NewGuid(), new string('a', 49), "members", "member", "");
        await system.OpenAsync();

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));

        Assert.Equal(ProblemKind.Invalid, error.Problem.Kind);
        Assert.Contains("48", error.Problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_OfAMemberThatKarmadaCannotReach_NamesConditionAndReason()
    {
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        await system.OpenAsync();
        system.Controllers.Lose(member.ClusterName);

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));

        Assert.Equal("Its condition Ready is False, reason ClusterNotReachable: cluster is not reachable", error.Problem.Why);
        Assert.Contains(estate.Members.Sim.ServerOf(member.ClusterName).Authority, error.Problem.Remedy, StringComparison.Ordinal);

        system.Controllers.Regain(member.ClusterName);
        await system.JoinAsync(member);
    }

    [Fact]
    public async Task Join_OfAnOfflineMember_IsTriedAgain_AndSucceedsOnceItIsBack()
    {
        var system = await estate.InstallAsync();
        var member = await estate.AddMemberAsync();
        await system.OpenAsync();
        estate.Members.Sim.Cluster(member.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));
        Assert.Equal((ProblemKind.Unavailable, $"Cluster {member.ClusterName} cannot be reached"), (error.Problem.Kind, error.Problem.What));

        estate.Members.Sim.Cluster(member.ClusterName).Faults.Clear();
        await system.JoinAsync(member);
    }

    [Fact]
    public async Task Join_WithoutAWayToKarmada_Waits()
    {
        var system = await estate.InstallAsync();

        var error = await Assert.ThrowsAsync<ProblemException>(async () => await system.JoinAsync(await estate.AddMemberAsync()));

        Assert.Equal(ProblemKind.Unavailable, error.Problem.Kind);
    }

    internal static async Task RegisterAsync(KarmadaSystem system, string name, string id, string mode = "Push") => await system.CreateAsync(
        system.Api, "apis/cluster.karmada.io/v1alpha1/clusters", new JsonObject
        {
            ["apiVersion"] = "cluster.karmada.io/v1alpha1",
            ["kind"] = "Cluster",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["syncMode"] = mode, ["id"] = id },
        });

    internal static async Task<string> IdAsync(KarmadaSystem system, string member) =>
        (string)(await system.FindInAsync(member, "v1", "Namespace", "kube-system"))!["metadata"]!["uid"]!;

    private static IEnumerable<string> Texts(JsonObject rule, string key) => (rule[key] as JsonArray ?? []).Select(text => (string)text!);

    private static void AssertSame(IReadOnlyList<JsonObject> expected, IReadOnlyDictionary<string, JsonObject> before, IReadOnlyDictionary<string, JsonObject> after)
    {
        Assert.Equal(expected.Select(Recording.Key).Order(StringComparer.Ordinal), KarmadaObjects.New(before, after));
        foreach (var item in expected)
        {
            AssertSame(Recording.Bare(item), Recording.Bare(after[Recording.Key(item)]));
        }
    }

    private static void AssertSame(JsonObject expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nactual   {actual.ToJsonString()}");
}
