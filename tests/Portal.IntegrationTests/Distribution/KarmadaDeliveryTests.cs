using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Previews;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Distribution;

/// <summary>An application that a Karmada delivers: placed, scaled, followed through the loss of a member, and removed.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class KarmadaDeliveryTests(ApplicationEstate estate)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Application_ThroughKarmada_IsPreviewedDeliveredScaledFollowedAndRemoved()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var plane = await KarmadaPlane.StartAsync(estate);
        var request = new ApplicationRequest("carried", estate.Fleet, Content(7), ControlPlaneId: plane.Id);
        var id = (await estate.Applications.CreateAsync(request, Estate.Operator, Token)).Summary.Id;

        // Only the control plane is written to: two policies beside three templates.
        var preview = await estate.PreviewAsync(new ApplicationPreviewRequest(id));
        var asked = Assert.Single(preview.Placement.Clusters);
        Assert.Equal((KarmadaPlane.Name, new ObjectCounts(6, 0, 0, 0, 0), ""), (asked.ClusterName, asked.Objects, asked.Problem));
        Assert.Equal(5, preview.Placement.Expected!.Count);

        await estate.SucceedAsync(id);
        await AssertReplicasAsync(id, 5, 2);
        var detail = await estate.Applications.GetAsync(id, Estate.Viewer, Token);
        Assert.Equal([("m1", 4), ("m2", 4)], detail.Members!.Select(member => (member.Member, member.Objects.Count)));
        Assert.All(detail.Members!.SelectMany(member => member.Objects), item => Assert.Equal((ObjectHealth.Ready, ""), (item.Health, item.Reason)));
        Assert.All(detail.Clusters.Single().Objects, item => Assert.Equal((ObjectHealth.Ready, true), (item.Health, item.Created)));

        await estate.Applications.AddRevisionAsync(id, Content(10), Estate.Operator, Token);
        await estate.SucceedAsync(id);
        await AssertReplicasAsync(id, 7, 3);
        await estate.Applications.AddRevisionAsync(id, Content(4), Estate.Operator, Token);
        await estate.SucceedAsync(id);
        await AssertReplicasAsync(id, 3, 1);

        // Karmada still calls what it heard last of a lost member healthy: the portal does not.
        plane.Members.Lose("m2");
        var lost = await LookUntilAsync(id, member => member.Reason.Length > 0);
        Assert.Contains("cluster is not reachable (ClusterNotReachable)", lost.Reason, StringComparison.Ordinal);
        Assert.All(lost.Objects, item => Assert.Equal(ObjectHealth.Unknown, item.Health));
        Assert.Equal(1, lost.Replicas.Values.Sum());
        var failed = await estate.EndAsync(await estate.Delivery.DeleteAsync(id, "carried", Estate.Operator, Token));
        Assert.Equal(OperationState.Failed, failed.Summary.State);
        Assert.Contains("m2", (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters.Single().Reason, StringComparison.Ordinal);

        plane.Members.Regain("m2");
        await estate.Get<IOperations>().RetryAsync(failed.Summary.Id, Estate.Operator, Token);
        var removed = await estate.EndAsync(failed.Summary.Id);
        Assert.True(removed.Summary.State == OperationState.Succeeded, $"{removed.Summary.ErrorWhat}: {removed.ErrorWhy}");
        foreach (var kind in new[] { "policy.karmada.io/v1alpha1/propagationpolicies", "policy.karmada.io/v1alpha1/clusterpropagationpolicies",
            "work.karmada.io/v1alpha2/resourcebindings", "work.karmada.io/v1alpha1/works", "apps/v1/deployments" })
        {
            Assert.Empty(await plane.NamesAsync($"apis/{kind}"));
        }

        Assert.Empty((await estate.Applications.ListAsync(new ApplicationQuery { Search = "carried" }, Estate.Viewer, Token)).Items);
        await AssertWritesAsync();
        await AssertFaultsAsync(plane);
    }

    /// <summary>What a member refuses, and what Karmada cannot do, each ends in a stated reason.</summary>
    private async Task AssertFaultsAsync(KarmadaPlane plane)
    {
        plane.Members.Refuse("m2", "resource(kind=ConfigMap, default/kept) already exists in the cluster m2 and the abort conflict resolution is set");
        const string Source = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}";
        var id = (await estate.Applications.CreateAsync(new ApplicationRequest("refused", estate.Fleet, new ApplicationContent(Source), ControlPlaneId: plane.Id), Estate.Operator, Token)).Summary.Id;
        var end = await estate.DeliverAsync(id);
        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains("ConfigMap default/kept on m2: It is there already, and was not made by Karmada.", end.ErrorWhy, StringComparison.Ordinal);
        plane.Members.Accept("m2");

        var zones = new PlacementPolicy { SpreadConstraints = [new SpreadConstraint("zone", 1, 2)] };
        await estate.Applications.AddRevisionAsync(id, new ApplicationContent(Source, zones), Estate.Operator, Token);
        var beyond = await Assert.ThrowsAsync<ProblemException>(() => estate.DeliverAsync(id));
        Assert.Contains("Karmada cannot spread by zone or provider alone", beyond.Problem.Why, StringComparison.Ordinal);
        Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(await estate.Delivery.DeleteAsync(id, "refused", Estate.Operator, Token))).Summary.State);

        // A cluster that is no Karmada says so before anything is written.
        var wrong = (await estate.Applications.CreateAsync(new ApplicationRequest("misplaced", estate.Fleet, new ApplicationContent(Source), ControlPlaneId: estate.Clusters["a5"]), Estate.Operator, Token)).Summary.Id;
        Assert.Contains("Cluster a5 is not the API of one: it does not serve policy.karmada.io/v1alpha1.", (await estate.DeliverAsync(wrong)).ErrorWhy, StringComparison.Ordinal);
        await estate.EndAsync(await estate.Delivery.DeleteAsync(wrong, "misplaced", Estate.Operator, Token));
    }

    private async Task AssertReplicasAsync(Guid id, int first, int second) => Assert.Equal(
        [("m1", first), ("m2", second)],
        (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Members!.Select(member => (member.Member, member.Replicas.Values.Sum())));

    /// <summary>The controllers of the simulator take a moment.</summary>
    private async Task<ApplicationMemberView> LookUntilAsync(Guid id, Func<ApplicationMemberView, bool> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            await estate.LookAsync(id);
            var member = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Members!.Single(one => one.Member == "m2");
            if (isSo(member))
            {
                return member;
            }

            Assert.True(tries < 100, $"m2: {member.Reason}");
            await Task.Delay(50, Token);
        }
    }

    private Task AssertWritesAsync()
    {
        var writes = estate.Sim.Cluster(KarmadaPlane.Name).Audit.Entries()
            .Where(write => write.Code < 400 && write.Path.Contains("fieldManager=kurator-portal", StringComparison.Ordinal)).ToList();
        Assert.Contains(writes, write => write.Path.Contains("propagationpolicies", StringComparison.Ordinal));
        Assert.Empty(writes.SelectMany(write => SchemaValidator.Faults(write).Select(fault => $"{write.Verb} {write.Path}: {fault}")));
        return Task.CompletedTask;
    }

    private static ApplicationContent Content(int replicas) => new(
        $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: carried}
        spec:
          replicas: {{{replicas}}}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "registry.example.com/web:1", envFrom: [{configMapRef: {name: settings}}]}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: carried}
        data: {colour: blue}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: carried}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: carried}
        """,
        new PlacementPolicy
        {
            ReplicaScheduling = new ReplicaScheduling("Divided", "Weighted", new WeightPreference(
                [new StaticWeight(new ClusterAffinity { ClusterNames = ["m1"] }, 2), new StaticWeight(new ClusterAffinity { ClusterNames = ["m2"] }, 1)])),
        });
}
