using System.Net;
using System.Text.Json;
using ClusterSim.Control;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Operations;

namespace Portal.IntegrationTests.Clusters;

public sealed class LeaveTests(Members members) : IClassFixture<Members>
{
    private const string Account = MemberAccount.Name;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_HealthyCluster_RemovesAllThatJoinMade()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);

        var (operation, receipt) = await LeaveAsync(clusterId);

        Assert.True(operation.State == OperationState.Succeeded, $"{operation.ErrorWhat}: {operation.ErrorWhy}");
        Assert.Equal(["ClusterRole", "ClusterRoleBinding", "Namespace", "ServiceAccount"], receipt.Removed.Select(item => item.Kind).Order());
        Assert.Empty(receipt.Left);
        Assert.Empty(receipt.Commands);
        Assert.Null(await members.FindAsync(clusterId));
        using var admin = members.Admin(member);
        Assert.DoesNotContain((await admin.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items, item => item.Metadata.Name == Account);
        Assert.DoesNotContain((await admin.RbacAuthorizationV1.ListClusterRoleAsync(cancellationToken: Token)).Items, item => item.Metadata.Name == Account);
        Assert.DoesNotContain((await admin.RbacAuthorizationV1.ListClusterRoleBindingAsync(cancellationToken: Token)).Items, item => item.Metadata.Name == Account);
    }

    [Fact]
    public async Task Leave_ThenJoinAgain_Works()
    {
        var member = members.AddMember();
        await LeaveAsync(await members.JoinAsync(member));

        var again = await members.JoinAsync(member);

        Assert.Equal(ClusterState.Healthy, (await members.FindAsync(again))!.State);
    }

    [Fact]
    public async Task Leave_OfflineCluster_EndsWithEverythingNamedAndTheCommands()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        members.Sim.Cluster(member).Faults.Add(new Fault { Kind = FaultKind.Offline });

        var (operation, receipt) = await LeaveAsync(clusterId);

        Assert.Equal(OperationState.Succeeded, operation.State);
        Assert.Equal(StepState.Skipped, operation.Steps.Single(step => step.Name == StepNames.RemoveAccount).State);
        Assert.Empty(receipt.Removed);
        Assert.Equal(4, receipt.Left.Count);
        Assert.Contains("kubectl delete clusterrolebinding kurator-portal --ignore-not-found", receipt.Commands);
        Assert.Contains("kubectl delete namespace kurator-portal --ignore-not-found", receipt.Commands);
        Assert.Null(await members.FindAsync(clusterId));
    }

    [Fact]
    public async Task Leave_BindingDeletedByHand_SaysThatItCouldNotLook()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        using var admin = members.Admin(member);
        await admin.RbacAuthorizationV1.DeleteClusterRoleBindingAsync(Account, new V1DeleteOptions { PropagationPolicy = "Orphan" }, cancellationToken: Token);
        await Members.GoneAsync(() => admin.RbacAuthorizationV1.ReadClusterRoleBindingAsync(Account, cancellationToken: Token));

        var (operation, receipt) = await LeaveAsync(clusterId);

        Assert.Equal(OperationState.Succeeded, operation.State);
        Assert.Contains(receipt.Left, item => item.Kind == "Namespace" && item.Why.Contains("lost its rights", StringComparison.Ordinal));
        Assert.Null(await members.FindAsync(clusterId));
    }

    [Fact]
    public async Task Leave_ObjectsOfAnotherPortal_AreLeftAlone()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        using var admin = members.Admin(member);
        await admin.CoreV1.PatchNamespaceAsync(
            new V1Patch($$$"""{"metadata":{"labels":{"{{{MemberAccount.ClusterIdLabel}}}":"{{{Guid.NewGuid()}}}"},"ownerReferences":null}}""", V1Patch.PatchType.MergePatch),
            Account,
            cancellationToken: Token);

        var (_, receipt) = await LeaveAsync(clusterId);

        Assert.Contains(receipt.Left, item => item.Kind == "Namespace" && item.Why.Contains("another", StringComparison.Ordinal));
        Assert.NotNull(await admin.CoreV1.ReadNamespaceAsync(Account, cancellationToken: Token));
        var gone = await Assert.ThrowsAsync<HttpOperationException>(() => admin.RbacAuthorizationV1.ReadClusterRoleBindingAsync(Account, cancellationToken: Token));
        Assert.Equal(HttpStatusCode.NotFound, gone.Response.StatusCode);
    }

    [Fact]
    public async Task Leave_AnswerLostAfterTheDelete_StillCountsAsRemoved()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        members.Sim.Cluster(member).Faults.Add(new Fault { Kind = FaultKind.ResetAfter, Verb = "delete", PathPattern = "clusterrolebindings", Count = 1 });

        var (operation, receipt) = await LeaveAsync(clusterId);

        Assert.Equal(OperationState.Succeeded, operation.State);
        Assert.Contains(receipt.Removed, item => item.Kind == "ClusterRoleBinding");
    }

    [Fact]
    public async Task Leave_FailedJoin_WorksWithoutACredential()
    {
        var member = members.AddMember();
        var started = await members.Get<IClusterJoin>().JoinAsync(members.Request(member), Estate.Operator, Token);
        members.Handover.Clear();
        await members.RunAsync(started.OperationId);

        var (operation, _) = await LeaveAsync(started.ClusterId);

        Assert.Equal(OperationState.Succeeded, operation.State);
        Assert.Null(await members.FindAsync(started.ClusterId));
    }

    [Fact]
    public async Task Leave_CommandNeverRun_WorksAndRevokesIt()
    {
        var join = members.Get<IClusterJoin>();
        var command = await join.CreateCommandAsync(members.Describe("never-run"), new Uri("https://portal.example"), Estate.Operator, Token);

        var (operation, _) = await LeaveAsync(command.ClusterId);

        Assert.Equal(OperationState.Succeeded, operation.State);
        Assert.Null(await members.FindAsync(command.ClusterId));
    }

    [Fact]
    public async Task Leave_InstalledComponent_GoesOnRunningAndIsNamed()
    {
        var member = members.AddMember();
        var clusterId = await members.JoinAsync(member);
        await using (var db = await members.OpenAsync())
        {
            db.ComponentReleases.Add(new ComponentRelease
            {
                ClusterId = clusterId,
                Component = "volcano",
                ReleaseName = "volcano",
                Namespace = "volcano-system",
                Version = "1.0.0",
                InstalledAt = DateTimeOffset.UtcNow,
            });
            await db.SaveChangesAsync(Token);
        }

        var (_, receipt) = await LeaveAsync(clusterId);

        Assert.Contains(receipt.Left, item => item is { Kind: "HelmRelease", Name: "volcano" });
        Assert.Contains("helm uninstall volcano --namespace volcano-system", receipt.Commands);
    }

    private async Task<(Operation Operation, LeaveReceipt Receipt)> LeaveAsync(Guid clusterId)
    {
        var id = await members.Get<IClusters>().LeaveAsync(clusterId, Estate.Operator, Token);
        var operation = await members.RunAsync(id);
        return (operation, operation.Result!.Deserialize<LeaveReceipt>(JsonSerializerOptions.Web)!);
    }
}
