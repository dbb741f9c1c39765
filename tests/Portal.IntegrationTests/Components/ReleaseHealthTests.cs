using System.Text.Json;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components;
using Portal.Jobs.Components;

namespace Portal.IntegrationTests.Components;

public sealed class ReleaseHealthTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private const string Scheduler = "volcano-scheduler";
    private const string Space = "volcano-system";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workload_NotReadyInOneLook_ChangesNothing_InTwoTheRelease()
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano"));

        var gate = new Gate("get", $"deployments/{Scheduler}$", afterEffect: true);
        await FailAsync(admin, "CrashLoopBackOff");
        estate.Sim.Cluster(member).Faults.Add(gate);
        var looking = LookAsync();
        while (gate.Waiting == 0)
        {
            await Task.Delay(50, Token);
        }

        // The first look has seen the fault; before the second it is mended.
        await FailAsync(admin, null);
        await UntilReadyAsync(member);
        gate.Open();
        await looking;
        Assert.Equal(ReleaseState.Ready, (await estate.ReadAsync(id, "volcano")).Summary.State);

        await FailAsync(admin, "CrashLoopBackOff");
        await LookAsync();
        var degraded = (await estate.ReadAsync(id, "volcano")).Summary;
        Assert.Equal(ReleaseState.Degraded, degraded.State);
        Assert.Contains(Scheduler, degraded.StateReason, StringComparison.Ordinal);
    }

    private async Task LookAsync()
    {
        await using var scope = estate.Portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReleaseHealth>().RunAsync(Token);
    }

    private static async Task FailAsync(IKubernetes admin, string? reason)
    {
        var annotations = new Dictionary<string, string?> { ["clustersim.kurator.dev/fail"] = reason };
        var patch = JsonSerializer.Serialize(new { spec = new { template = new { metadata = new { annotations } } } });
        await admin.AppsV1.PatchNamespacedDeploymentAsync(new V1Patch(patch, V1Patch.PatchType.MergePatch), Scheduler, Space, cancellationToken: Token);
    }

    private async Task UntilReadyAsync(string member)
    {
        // A list, as the gate holds who reads the one.
        while (!await IsReadyAsync(member))
        {
            await Task.Delay(50, Token);
        }
    }

    private async Task<bool> IsReadyAsync(string member)
    {
        using var admin = estate.Admin(member);
        var all = await admin.AppsV1.ListNamespacedDeploymentAsync(Space, cancellationToken: Token);
        var scheduler = all.Items.Single(item => item.Metadata.Name == Scheduler);
        return scheduler.Status is { } status && status.ObservedGeneration >= scheduler.Metadata.Generation
            && status.Replicas == 1 && status.UpdatedReplicas == 1 && status.AvailableReplicas == 1;
    }
}
