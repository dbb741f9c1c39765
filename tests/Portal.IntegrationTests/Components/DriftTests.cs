using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using k8s;
using k8s.Models;
using Portal.Core.Access;
using Portal.Core.Components.Drift;
using Portal.Core.Events;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>What somebody changes behind helm's back is found by field, repaired or accepted.</summary>
public sealed class DriftTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private const string Space = "volcano-system";
    private const string Scheduler = "volcano-scheduler";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReleaseDrifts Drifts => estate.Get<IReleaseDrifts>();

    [Fact]
    public async Task FreshRelease_IsInSync_AChangedField_IsExactlyThatPath_AndRepairPutsItBack()
    {
        var (member, id) = await InstallAsync();
        using var admin = estate.Admin(member);
        var fresh = await CompareAsync(id);
        Assert.Equal((DriftState.InSync, 0), (fresh.State, fresh.Drifted.Count));
        Assert.True(fresh.Compared > 10);

        await PatchAsync(admin, """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"mine:1"}]}}}}""", "kubectl-edit");
        await admin.CoreV1.DeleteNamespacedServiceAccountAsync(Scheduler, Space, cancellationToken: Token);
        var drifted = await CompareAsync(id);

        Assert.Equal(DriftState.Drifted, drifted.State);
        Assert.Equal([$"apps/v1 Deployment {Space}/{Scheduler}", $"v1 ServiceAccount {Space}/{Scheduler}"], drifted.Drifted.Select(item => item.Key).Order(StringComparer.Ordinal));
        var field = Assert.Single(drifted.Drifted.Single(item => item.Kind == "Deployment").Fields);
        Assert.Equal(("spec.template.spec.containers[name=main].image", "\"mine:1\"", "kubectl-edit"), (field.Path, field.Live, field.Manager));
        Assert.NotNull(field.Since);
        Assert.True(drifted.Drifted.Single(item => item.Kind == "ServiceAccount").Missing);

        await estate.SucceedAsync(await Drifts.RepairAsync(id, "volcano", null, Estate.Operator, Token));

        Assert.Equal(DriftState.InSync, (await Drifts.GetAsync(id, "volcano", Estate.Viewer, Token)).State);
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync(Scheduler, Space, cancellationToken: Token);
        Assert.EndsWith(":v1.14.2", scheduler.Spec.Template.Spec.Containers[0].Image, StringComparison.Ordinal);
        Assert.Contains(scheduler.Metadata.ManagedFields, entry => entry is { Manager: "helm", Operation: "Apply" });
        await admin.CoreV1.ReadNamespacedServiceAccountAsync(Scheduler, Space, cancellationToken: Token);
        // The next upgrade finds nothing in its way.
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.15.1", upgrade: true));
    }

    [Fact]
    public async Task Accepted_IsInSync_UntilItsValueChanges_AndRepairLeavesItAlone()
    {
        var (member, id) = await InstallAsync();
        using var admin = estate.Admin(member);
        await PatchAsync(admin, """{"spec":{"replicas":3}}""", "kubectl-edit");
        var drifted = Assert.Single((await CompareAsync(id)).Drifted);

        await Drifts.AcceptAsync(id, "volcano", new AcceptDriftRequest(drifted.Key, ["spec.replicas"]), Estate.Operator, Token);
        var accepted = await Drifts.GetAsync(id, "volcano", Estate.Viewer, Token);
        await PatchAsync(admin, """{"metadata":{"labels":{"app":"other"}}}""", "kubectl-label");
        await CompareAsync(id);
        await estate.SucceedAsync(await Drifts.RepairAsync(id, "volcano", null, Estate.Operator, Token));

        Assert.Equal(DriftState.InSync, accepted.State);
        Assert.True(Assert.Single(accepted.Accepted) is { By: { Length: > 0 }, There: true, Path: "spec.replicas" });
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync(Scheduler, Space, cancellationToken: Token);
        Assert.Equal((3, Scheduler), (scheduler.Spec.Replicas, scheduler.GetLabel("app")));

        await PatchAsync(admin, """{"spec":{"replicas":5}}""", "kubectl-edit");
        Assert.Equal(DriftState.Drifted, (await CompareAsync(id)).State);
        await Drifts.WithdrawAsync(id, "volcano", accepted.Accepted[0].Id, Estate.Operator, Token);
        Assert.Empty((await Drifts.GetAsync(id, "volcano", Estate.Viewer, Token)).Accepted);
    }

    [Fact]
    public async Task FieldsOfControllers_AreNoDrift_AndRepairDoesNotTouchThem()
    {
        var (member, id) = await InstallAsync();
        using var admin = estate.Admin(member);
        await PatchAsync(admin, """{"spec":{"replicas":4}}""", "kube-controller-manager");
        await PatchAsync(admin, """{"metadata":{"labels":{"app":"other"}}}""", "kubectl-label");

        var drifted = Assert.Single((await CompareAsync(id)).Drifted);
        await estate.SucceedAsync(await Drifts.RepairAsync(id, "volcano", [drifted.Key], Estate.Operator, Token));

        Assert.Equal(["metadata.labels.app"], drifted.Fields.Select(field => field.Path));
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync(Scheduler, Space, cancellationToken: Token);
        Assert.Equal((4, Scheduler), (scheduler.Spec.Replicas, scheduler.GetLabel("app")));
    }

    [Fact]
    public async Task WithoutHelmsRecord_NothingIsKnown()
    {
        var (member, id) = await InstallAsync();
        Assert.Equal(DriftState.InSync, (await CompareAsync(id)).State);
        using var admin = estate.Admin(member);
        await admin.CoreV1.DeleteNamespacedSecretAsync("sh.helm.release.v1.volcano.v1", Space, cancellationToken: Token);

        var unknown = await CompareAsync(id);

        Assert.Equal(DriftState.Unknown, unknown.State);
        Assert.Contains("helm's record of revision 1", unknown.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_OverRest_IsListedAcceptedAndRepaired()
    {
        var (member, id) = await InstallAsync();
        using var admin = estate.Admin(member);
        await PatchAsync(admin, """{"spec":{"replicas":3}}""", "kubectl-edit");
        await CompareAsync(id);
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);

        var list = await script.GetStringAsync($"/api/v1/drift?clusterId={id}", Token);
        using var drift = JsonDocument.Parse(await script.GetStringAsync($"/api/v1/clusters/{id}/components/volcano/drift", Token));
        var key = drift.RootElement.GetProperty("drifted")[0].GetProperty("key").GetString();
        using var repair = await script.PostAsJsonAsync($"/api/v1/clusters/{id}/components/volcano/drift/repair", new { objects = new[] { key } }, Token);

        Assert.Contains("\"state\":\"Drifted\",\"drifted\":1", list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, repair.StatusCode);
        await estate.SucceedAsync((await repair.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("operationId").GetGuid());
        Assert.Equal(1, (await admin.AppsV1.ReadNamespacedDeploymentAsync(Scheduler, Space, cancellationToken: Token)).Spec.Replicas);
    }

    private async Task<(string Member, Guid Id)> InstallAsync()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2"));
        return (member, id);
    }

    /// <summary>Asks for a comparison, and waits for it.</summary>
    private async Task<DriftDetail> CompareAsync(Guid cluster)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Release]);
        await Drifts.RefreshAsync(cluster, "volcano", Estate.Operator, patience.Token);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (true)
        {
            var drift = await Drifts.GetAsync(cluster, "volcano", Estate.Viewer, patience.Token);
            if (!drift.Asked)
            {
                return drift;
            }

            await events.MoveNextAsync();
        }
    }

    private static Task<V1Deployment> PatchAsync(IKubernetes admin, string patch, string manager) => admin.AppsV1.PatchNamespacedDeploymentAsync(
        new V1Patch(patch, V1Patch.PatchType.StrategicMergePatch), Scheduler, Space, fieldManager: manager, cancellationToken: Token);
}
