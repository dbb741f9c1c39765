using System.Text;
using System.Text.Json.Nodes;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Portal.Core.Components.Planning;
using Portal.IntegrationTests.Clusters;
using Portal.IntegrationTests.Components.Systems.Karmada;
using Portal.Jobs.Components;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>Karmada on a host with a member that it reaches and one that reaches it, and both taken out of it again.</summary>
public sealed class KarmadaRolloutTests(MultiClusterEstate estate) : IClassFixture<MultiClusterEstate>
{
    private const string Api = "karmada-api";
    private const string Clusters = "apis/cluster.karmada.io/v1alpha1/clusters";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_JoinByPushAndPull_AndLeave_AfterThePlanHasSaidWhatIsWithdrawn_AndByForceWhenTheyAreGone()
    {
        var (host, push, pull) = (await estate.JoinAsync(), await estate.JoinAsync(), await estate.JoinAsync());
        estate.Sim.AddCluster(Api);
        using var karmada = estate.Open(estate.Sim.Kubeconfig(Api));
        var controllers = await KarmadaEstate.ServeAsync(karmada, estate.Sim.Cluster(Api));
        await SaveKubeconfigAsync(host.Name);

        var id = await JoinAsync(host.Id, push.Id, pull);

        var (pushed, pulled) = (await ClusterAsync(karmada, push.Name), await ClusterAsync(karmada, pull.Name));
        Assert.Equal(("Push", "Pull"), ((string?)pushed!["spec"]!["syncMode"], (string?)pulled!["spec"]!["syncMode"]));
        Assert.Equal(await IdAsync(push.Name), (string?)pushed["spec"]!["id"]);
        Assert.Equal(estate.Sim.ServerOf(push.Name).AbsoluteUri.TrimEnd('/'), (string?)pushed["spec"]!["apiEndpoint"]);
        Assert.Equal(("karmada-cluster", push.Name), ((string?)pushed["spec"]!["secretRef"]!["namespace"], (string?)pushed["spec"]!["secretRef"]!["name"]));
        Assert.NotNull(await estate.FindAsync(Api, "v1", "Secret", "karmada-cluster", $"{push.Name}-impersonator"));
        Assert.NotNull(await estate.FindAsync(push.Name, "v1", "ServiceAccount", "karmada-cluster", $"karmada-{push.Name}"));
        Assert.Null(pulled["spec"]!["secretRef"]);
        Assert.NotNull(await estate.FindAsync(pull.Name, "apps/v1", "Deployment", "karmada-system", "karmada-agent"));
        Assert.Empty(estate.Faults(host.Name, push.Name, pull.Name, Api));

        await CarryAsync(karmada, push.Name);
        var leave = await estate.PlanAsync(new PlanRequest([], Systems: [Change(id, host.Id, new PlanMember(pull.Id, "pull-member"))]));
        var undo = Assert.Single(leave.Changes, view => view.Change.Kind == ChangeKind.UndoStep);
        Assert.Equal((push.Name, 1), (undo.Change.ClusterName, undo.Manifest!.Removed));
        Assert.Equal("Karmada withdraws from the member what it has carried there.", undo.Manifest.Note);
        var gone = Assert.Single(await estate.Get<IComponentPlans>().ListObjectsAsync(leave.Id, undo.Change.Id, Estate.Viewer, Token));
        Assert.Equal(("Deployment", "default", "shop", ObjectAction.Remove, "ResourceBinding default/shop-deployment"), (gone.Kind, gone.Namespace, gone.Name, gone.Action, gone.Note));

        await estate.ApplyAsync(Change(id, host.Id, new PlanMember(pull.Id, "pull-member")));
        Assert.Null(await ClusterAsync(karmada, push.Name));
        Assert.Null(await estate.FindAsync(push.Name, "rbac.authorization.k8s.io/v1", "ClusterRole", null, $"karmada-controller-manager:karmada-{push.Name}"));
        Assert.NotNull(await ClusterAsync(karmada, pull.Name));

        controllers.Lose(pull.Name);
        estate.Sim.Cluster(pull.Name).Faults.Add(new Fault { Kind = FaultKind.Offline });
        var refused = await estate.PlanAsync(new PlanRequest([], Systems: [Change(id, host.Id)]));
        Assert.Equal(pull.Name, Assert.Single(refused.Refusals).ClusterName);

        await estate.ApplyAsync(Change(id, host.Id) with { Force = true });
        Assert.Null(await ClusterAsync(karmada, pull.Name));
    }

    private static PlanSystem Change(Guid id, Guid host, params PlanMember[] members) =>
        new("karmada", SystemWishKind.Change, id, [new PlanMember(host, "host"), .. members]);

    /// <summary>The test is the agent of the member that pulls.</summary>
    private async Task<Guid> JoinAsync(Guid host, Guid push, (string Name, Guid Id) pull)
    {
        var joining = estate.ApplyAsync(new PlanSystem("karmada",
            Members: [new PlanMember(host, "host"), new PlanMember(push, "member"), new PlanMember(pull.Id, "pull-member")],
            Settings: $"address: 127.0.0.1:{estate.Sim.BaseUri.Port}"));
        while (!joining.IsCompleted && await estate.FindAsync(pull.Name, "apps/v1", "Deployment", "karmada-system", "karmada-agent") is null)
        {
            await Task.Delay(20, Token);
        }

        if (!joining.IsCompleted)
        {
            using var agent = estate.Open(await estate.SecretAsync(pull.Name, "karmada-system", "karmada-kubeconfig", "karmada-kubeconfig"));
            await new ClusterObjects(agent).SendAsync(HttpMethod.Post, Clusters, new JsonObject
            {
                ["apiVersion"] = "cluster.karmada.io/v1alpha1",
                ["kind"] = "Cluster",
                ["metadata"] = new JsonObject { ["name"] = pull.Name },
                ["spec"] = new JsonObject { ["syncMode"] = "Pull", ["id"] = await IdAsync(pull.Name) },
            }, "application/json", Token);
        }

        return Assert.Single((await joining).Request.Systems!).Id!.Value;
    }

    /// <summary>As the chart's job makes it.</summary>
    private async Task SaveKubeconfigAsync(string host)
    {
        using var admin = estate.Admin(host);
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "karmada-system" } }, cancellationToken: Token);
        await admin.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret
            {
                Metadata = new V1ObjectMeta { Name = "karmada-kubeconfig" },
                Data = new Dictionary<string, byte[]> { ["kubeconfig"] = Encoding.UTF8.GetBytes(estate.Sim.Kubeconfig(Api)) },
            },
            "karmada-system", cancellationToken: Token);
    }

    private async Task<string?> IdAsync(string member) => (string?)(await estate.ReadAsync(member, "v1", "Namespace", null, "kube-system"))["metadata"]!["uid"];

    private static Task<JsonObject?> ClusterAsync(IKubernetes karmada, string name) =>
        new ClusterObjects(karmada).FindAsync("cluster.karmada.io/v1alpha1", "Cluster", name, null, Token);

    private static Task<JsonObject> CarryAsync(IKubernetes karmada, string member) => new ClusterObjects(karmada).SendAsync(
        HttpMethod.Post, $"apis/work.karmada.io/v1alpha1/namespaces/karmada-es-{member}/works", new JsonObject
        {
            ["apiVersion"] = "work.karmada.io/v1alpha1",
            ["kind"] = "Work",
            ["metadata"] = new JsonObject
            {
                ["name"] = "shop",
                ["namespace"] = $"karmada-es-{member}",
                ["annotations"] = new JsonObject { ["resourcebinding.karmada.io/namespace"] = "default", ["resourcebinding.karmada.io/name"] = "shop-deployment" },
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
        }, "application/json", Token);
}
