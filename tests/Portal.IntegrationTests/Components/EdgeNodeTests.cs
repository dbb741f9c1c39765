using System.Text;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Edge;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>Edge nodes from the command that joins them to their removal, by the portal's own account in the cluster.</summary>
public sealed class EdgeNodeTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    // The hash of an authority, and a web token that ends in 2033.
    private const string LiveToken = "0123456789abcdef.eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjIwMDAwMDAwMDB9.c2lnbmF0dXJl";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEdgeNodes Nodes => estate.Get<IEdgeNodes>();

    [Fact]
    public async Task Command_IsThatOfTheInstalledVersion_AndItsTokenIsKeptNowhere()
    {
        var (member, id) = await PrepareAsync();

        var command = await Nodes.CreateCommandAsync(
            id, new EdgeJoinRequest("edge-1", EdgeRuntime.Docker, EdgeCgroupDriver.Cgroupfs, new Dictionary<string, string> { ["site"] = "north" }), Estate.Operator, Token);

        Assert.Equal(
            "sudo keadm join --cloudcore-ipport=203.0.113.7:10000 --edgenode-name=edge-1 --kubeedge-version=v1.23.0 "
            + $"--remote-runtime-endpoint=unix:///var/run/cri-dockerd.sock --cgroupdriver=cgroupfs --labels=site=north --token={LiveToken}",
            command.Command);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000), command.ExpiresAt);
        var waiting = Assert.Single(await Nodes.ListAsync(id, Estate.Viewer, Token));
        Assert.Equal(("edge-1", EdgeNodeState.Waiting, "olga"), (waiting.Name, waiting.State, waiting.CreatedBy));
        Assert.DoesNotContain(LiveToken, command.ToString(), StringComparison.Ordinal);

        // Asked for again, it is one node still; taken back, it is none.
        await Nodes.CreateCommandAsync(id, new EdgeJoinRequest("edge-1"), Estate.Operator, Token);
        Assert.Single(await Nodes.ListAsync(id, Estate.Viewer, Token));
        Assert.Null(await Nodes.RemoveAsync(id, "edge-1", Estate.Operator, Token));
        Assert.Empty(await Nodes.ListAsync(id, Estate.Viewer, Token));
        Assert.NotEqual("", member);
    }

    [Fact]
    public async Task Command_ForCloudCoreBehindNodePorts_NamesBothPorts()
    {
        var (_, id) = await PrepareAsync(nodePorts: true);

        var command = await Nodes.CreateCommandAsync(id, new EdgeJoinRequest("edge-1", Address: "edge.example.com"), Estate.Operator, Token);

        Assert.Contains("--cloudcore-ipport=edge.example.com:30000 ", command.Command, StringComparison.Ordinal);
        Assert.Contains(" --certport=30002 ", command.Command, StringComparison.Ordinal);
        Assert.Contains(" --remote-runtime-endpoint=unix:///run/containerd/containerd.sock --cgroupdriver=systemd ", command.Command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhereKubeEdgeOrItsTokenIsNot_SaysSo()
    {
        var (member, id) = await estate.JoinAsync();
        var none = await Assert.ThrowsAsync<ProblemException>(() => Nodes.CreateCommandAsync(id, new EdgeJoinRequest("edge-1"), Estate.Operator, Token));
        Assert.Equal((ProblemKind.Conflict, $"No edge node can join {member}"), (none.Problem.Kind, none.Problem.What));

        (member, id) = await PrepareAsync(token: null);
        var waits = await Assert.ThrowsAsync<ProblemException>(() => Nodes.CreateCommandAsync(id, new EdgeJoinRequest("edge-1"), Estate.Operator, Token));
        Assert.Equal((ProblemKind.Unavailable, $"KubeEdge on {member} has no token for edge nodes"), (waits.Problem.Kind, waits.Problem.What));

        // What a cluster says goes into a command that is run as root.
        (_, id) = await PrepareAsync(token: "0123456789abcdef; reboot");
        await Assert.ThrowsAsync<ProblemException>(() => Nodes.CreateCommandAsync(id, new EdgeJoinRequest("edge-1"), Estate.Operator, Token));
        Assert.Empty(await Nodes.ListAsync(id, Estate.Viewer, Token));
    }

    [Theory]
    [InlineData("Edge-1", null, null)]
    [InlineData("edge;reboot", null, null)]
    [InlineData("edge-1", "/run/containerd.sock", null)]
    [InlineData("edge-1", "unix:///run/x.sock $(reboot)", null)]
    [InlineData("edge-1", null, "203.0.113.7:10000;reboot")]
    public async Task Command_OfWhatAShellCouldReadOtherwise_IsRefused(string name, string? socket, string? address)
    {
        var error = await Assert.ThrowsAsync<ProblemException>(() => Nodes.CreateCommandAsync(
            Guid.NewGuid(), new EdgeJoinRequest(name, RuntimeEndpoint: socket, Address: address), Estate.Operator, Token));

        Assert.Equal(ProblemKind.Invalid, error.Problem.Kind);
    }

    [Fact]
    public async Task Command_UnderANameThatIsTaken_IsRefused()
    {
        var (member, id) = await PrepareAsync();
        using var admin = estate.Admin(member);
        var taken = (await admin.CoreV1.ListNodeAsync(cancellationToken: Token)).Items[0].Metadata.Name;

        var error = await Assert.ThrowsAsync<ProblemException>(() => Nodes.CreateCommandAsync(id, new EdgeJoinRequest(taken), Estate.Operator, Token));

        Assert.Equal(("nodeName", ProblemKind.Conflict), (error.Problem.Field, error.Problem.Kind));
        await Assert.ThrowsAsync<ProblemException>(() => Nodes.RemoveAsync(id, taken, Estate.Operator, Token));
    }

    [Fact]
    public async Task Removal_WaitsForDisruptionBudgets_LeavesDaemonSets_AndSaysWhatToRunOnTheMachine()
    {
        var (member, id) = await PrepareAsync();
        using var admin = estate.Admin(member);
        await Nodes.CreateCommandAsync(id, new EdgeJoinRequest("edge-1"), Estate.Operator, Token);
        await ComeAsync(admin, id, "edge-1", ready: true);
        Assert.Equal(EdgeNodeState.Ready, Assert.Single(await Nodes.ListAsync(id, Estate.Viewer, Token)).State);
        await RunAsync(admin, "kept", "edge-1");
        await RunAsync(admin, "agent", "edge-1", new V1OwnerReference { ApiVersion = "apps/v1", Kind = "DaemonSet", Name = "agent", Uid = Guid.NewGuid().ToString(), Controller = true });
        await admin.PolicyV1.CreateNamespacedPodDisruptionBudgetAsync(
            new V1PodDisruptionBudget
            {
                Metadata = new V1ObjectMeta { Name = "kept" },
                Spec = new V1PodDisruptionBudgetSpec { MinAvailable = 1, Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "kept" } } },
            },
            "default", cancellationToken: Token);

        var operation = (await Nodes.RemoveAsync(id, "edge-1", Estate.Operator, Token))!.Value;
        await SaysAsync(operation, "1 pods are kept by their disruption budgets: default/kept");
        Assert.True((await admin.CoreV1.ReadNodeAsync("edge-1", cancellationToken: Token)).Spec.Unschedulable);
        await admin.PolicyV1.DeleteNamespacedPodDisruptionBudgetAsync("kept", "default", cancellationToken: Token);
        var end = await estate.SucceedAsync(operation);

        Assert.Equal("sudo keadm reset edge", end.Result!.RootElement.GetProperty("hostCommand").GetString());
        await Members.GoneAsync(() => admin.CoreV1.ReadNodeAsync("edge-1", cancellationToken: Token));
        Assert.DoesNotContain(estate.Sim.Cluster(member).Audit.Entries(), write => write.Path.Contains("/pods/agent/eviction", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Removal_OfANodeThatIsOffline_SaysThatItsPodsCannotBeConfirmedEnded()
    {
        var (member, id) = await PrepareAsync();
        using var admin = estate.Admin(member);
        await ComeAsync(admin, id, "edge-1", ready: false);
        await RunAsync(admin, "held", "edge-1", finalizer: "example.com/held");

        var end = await estate.SucceedAsync((await Nodes.RemoveAsync(id, "edge-1", Estate.Operator, Token))!.Value);

        Assert.Equal("default/held", end.Result!.RootElement.GetProperty("unconfirmed")[0].GetString());
        await Members.GoneAsync(() => admin.CoreV1.ReadNodeAsync("edge-1", cancellationToken: Token));
    }

    [Fact]
    public async Task Removal_WhereTheRightIsMissing_NamesTheRemedy()
    {
        var (member, id) = await PrepareAsync();
        using var admin = estate.Admin(member);
        await ComeAsync(admin, id, "edge-1", ready: true);
        var role = await admin.RbacAuthorizationV1.ReadClusterRoleAsync("kurator-portal", cancellationToken: Token);
        role.Rules = [.. role.Rules.Where(rule => rule.Resources?.Contains("nodes") != true || !rule.Verbs.Contains("patch"))];
        await admin.RbacAuthorizationV1.ReplaceClusterRoleAsync(role, "kurator-portal", cancellationToken: Token);

        var end = await estate.EndAsync((await Nodes.RemoveAsync(id, "edge-1", Estate.Operator, Token))!.Value);

        Assert.Equal((OperationState.Failed, $"The portal may not remove nodes of {member}"), (end.Summary.State, end.Summary.ErrorWhat));
        Assert.Contains("Join the cluster again", end.ErrorRemedy, StringComparison.Ordinal);
    }

    private async Task<(string Member, Guid Id)> PrepareAsync(string? token = LiveToken, bool nodePorts = false)
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "kubeedge" } }, cancellationToken: Token);
        var labels = new Dictionary<string, string> { ["kubeedge"] = "cloudcore" };
        await admin.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "cloudcore" },
                Spec = new V1DeploymentSpec
                {
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = new V1PodSpec { Containers = [new V1Container { Name = "cloudcore", Image = "docker.io/kubeedge/cloudcore:v1.23.0" }] },
                    },
                },
            },
            "kubeedge", cancellationToken: Token);
        await admin.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = "cloudcore" },
                Data = new Dictionary<string, string> { ["cloudcore.yaml"] = "modules:\n  cloudHub:\n    advertiseAddress:\n    - 203.0.113.7\n    dnsNames:\n" },
            },
            "kubeedge", cancellationToken: Token);
        V1ServicePort Port(string name, int port, int nodePort) => new() { Name = name, Port = port, NodePort = nodePorts ? nodePort : null };
        await admin.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "cloudcore" },
                Spec = new V1ServiceSpec { Type = nodePorts ? "NodePort" : "ClusterIP", Ports = [Port("cloudhub", 10000, 30000), Port("cloudhub-https", 10002, 30002)] },
            },
            "kubeedge", cancellationToken: Token);
        if (token is not null)
        {
            await admin.CoreV1.CreateNamespacedSecretAsync(
                new V1Secret { Metadata = new V1ObjectMeta { Name = "tokensecret" }, Data = new Dictionary<string, byte[]> { ["tokendata"] = Encoding.UTF8.GetBytes(token) } },
                "kubeedge", cancellationToken: Token);
        }

        return (member, id);
    }

    /// <summary>A machine joins as edgecore makes it, and the next look at the cluster sees it.</summary>
    private async Task ComeAsync(IKubernetes admin, Guid id, string name, bool ready)
    {
        await admin.CoreV1.CreateNodeAsync(
            new V1Node
            {
                Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { [CloudCore.EdgeLabel] = "", ["node-role.kubernetes.io/agent"] = "" } },
            },
            cancellationToken: Token);
        await admin.CoreV1.PatchNodeStatusAsync(
            new V1Patch(
                $$"""{ "status": { "conditions": [ { "type": "Ready", "status": "{{(ready ? "True" : "Unknown")}}", "reason": "EdgeReady" } ], "nodeInfo": { "kubeletVersion": "v1.30.7-kubeedge-v1.23.0" } } }""",
                V1Patch.PatchType.MergePatch),
            name, cancellationToken: Token);
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);

        // Its next look is due, and reads all.
        await db.ClusterInventories.Where(row => row.ClusterId == id).ExecuteDeleteAsync(Token);
        await db.Clusters.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.NextCheckAt, DateTimeOffset.UnixEpoch), Token);
        while ((await Nodes.ListAsync(id, Estate.Viewer, Token)).All(node => node.Name != name || node.State == EdgeNodeState.Waiting))
        {
            await Task.Delay(50, Token);
        }
    }

    private static async Task RunAsync(IKubernetes admin, string name, string node, V1OwnerReference? owner = null, string? finalizer = null)
    {
        await admin.CoreV1.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    Labels = new Dictionary<string, string> { ["app"] = name },
                    OwnerReferences = owner is null ? null : [owner],
                    Finalizers = finalizer is null ? null : [finalizer],
                },
                Spec = new V1PodSpec { NodeName = node, Containers = [new V1Container { Name = "main", Image = "example.com/main:1" }] },
            },
            "default", cancellationToken: Token);

        // A disruption budget counts pods that are ready. Others may be on a node that is away, or be swept up at once.
        while (finalizer is null && owner is null && (await OptionalAsync(admin, name))?.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) != true)
        {
            await Task.Delay(20, Token);
        }
    }

    private static Task<V1Pod?> OptionalAsync(IKubernetes admin, string name) =>
        Portal.Core.Kubernetes.OptionalRead.FindAsync(() => admin.CoreV1.ReadNamespacedPodAsync(name, "default", cancellationToken: Token));

    private async Task SaysAsync(Guid operation, string message)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        while ((await estate.Get<IOperations>().GetAsync(operation, Estate.Viewer, patience.Token)).Steps.All(step => step.Message != message))
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
