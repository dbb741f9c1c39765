using ClusterSim.Control;
using k8s;
using Portal.Core.Components;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>Upgrades that do not become ready, and what runs afterwards: with the real helm.</summary>
public sealed class UpgradeReturnTests(ImpatientEstate estate) : IClassFixture<ImpatientEstate>
{
    /// <summary>Without the webhooks there is no job of the chart that helm itself waits for.</summary>
    private const string Sound = "custom:\n  admission_enable: false\n  scheduler_replicas: 2\n";

    /// <summary>The simulator's kubelet cannot pull an image with this tag.</summary>
    private const string Broken = "basic:\n  image_tag_version: fail\ncustom:\n  admission_enable: false\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upgrade_NotReady_IsRolledBack_AndSaysBoth()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", Sound));

        var operation = await estate.StartAsync(id, "volcano", "1.15.1", Broken, upgrade: true);
        var end = await estate.EndAsync(operation);

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains("did not become ready", end.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains("Deployment volcano-scheduler", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("ImagePullBackOff", end.ErrorWhy, StringComparison.Ordinal);
        Assert.EndsWith("Revision 1 (1.14.2) runs again, as revision 3.", end.ErrorWhy, StringComparison.Ordinal);
        var back = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, 3, "1.14.2"), (back.Summary.State, back.Summary.Revision, back.Summary.Version));
        Assert.Equal(Sound, back.Values);
        Assert.Equal(["roll back to 1", "upgrade", "install"], back.Revisions.Select(revision => revision.Action));
        Assert.EndsWith(":v1.14.2", await ImageAsync(member), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RetryAfterARollBack_TriesTheUpgradeAgain_WithTheValuesThatWereWishedFor()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", Sound));
        var operation = await estate.StartAsync(id, "volcano", "1.15.1", Broken, upgrade: true);
        await estate.EndAsync(operation);

        await estate.Get<IOperations>().RetryAsync(operation, Estate.Operator, Token);
        var again = await estate.EndAsync(operation);

        Assert.EndsWith("Revision 1 (1.14.2) runs again, as revision 5.", again.ErrorWhy, StringComparison.Ordinal);
        var back = await estate.ReadAsync(id, "volcano");
        Assert.Equal(["roll back to 1", "upgrade", "roll back to 1", "upgrade", "install"], back.Revisions.Select(revision => revision.Action));
        Assert.Equal(Sound, back.Values);
        Assert.EndsWith(":v1.14.2", await ImageAsync(member), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_NotReadyAndToBeLeft_StaysForAPersonToLookAt()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", Sound));
        var request = new InstallRequest("volcano", [id], "1.15.1", Broken, ChangeFailure.Leave);

        var end = await estate.EndAsync((await estate.Get<IComponents>().UpgradeAsync(request, Estate.Operator, Token))[0].OperationId!.Value);

        Assert.DoesNotContain("runs again", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal((ReleaseState.Failed, "1.15.1"), await StateAsync(id));
        Assert.EndsWith(":fail", await ImageAsync(member), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollBackThatFailsToo_IsToldBesideTheFirstCause()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", Sound));
        var operation = await estate.StartAsync(id, "volcano", "1.15.1", Broken, upgrade: true);
        await WaitingAsync(operation);
        using (var admin = estate.Admin(member))
        {
            // Somebody tidies up helm's records.
            await admin.CoreV1.DeleteNamespacedSecretAsync("sh.helm.release.v1.volcano.v1", "volcano-system", cancellationToken: Token);
        }

        var end = await estate.EndAsync(operation);

        Assert.Contains("did not become ready", end.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains("ImagePullBackOff", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("The roll-back to revision 1 failed too: Volcano on", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal((ReleaseState.Failed, "1.15.1"), await StateAsync(id));
    }

    [Fact]
    public async Task HelmThatFailsHalfWay_IsRolledBackToo()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", Sound));
        estate.Sim.Cluster(member).Faults.Add(new Fault { Kind = FaultKind.ExpiredToken, Verb = "patch", PathPattern = "deployments/volcano-scheduler", Count = 1 });

        var end = await estate.EndAsync(await estate.StartAsync(id, "volcano", "1.15.1", Sound, upgrade: true));

        Assert.Contains("could not be installed", end.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.EndsWith("Revision 1 (1.14.2) runs again, as revision 3.", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal((ReleaseState.Ready, "1.14.2"), await StateAsync(id));
    }

    [Fact]
    public async Task WorkerStoppedOnTheWayBack_NextOneGoesOn()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", Sound));
        var operation = await estate.StartAsync(id, "volcano", "1.15.1", Broken, upgrade: true);
        await WaitingAsync(operation);
        var gate = new Gate("patch", "deployments/volcano-scheduler");
        estate.Sim.Cluster(member).Faults.Add(gate);
        await HeldAsync(gate);
        await estate.RestartAsync("Components:ReadyPollInterval", "00:00:01");
        gate.Open();
        var end = await estate.EndAsync(operation);

        Assert.Contains("ImagePullBackOff", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("Revision 1 (1.14.2) runs again", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal((ReleaseState.Ready, "1.14.2"), await StateAsync(id));
    }

    [Fact]
    public async Task Values_AreComparedBeforeAnythingStarts_WithoutSecrets()
    {
        var (_, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2", "custom:\n  scheduler_password: first-secret\n  scheduler_replicas: 2\n"));

        var request = new InstallRequest("volcano", [id], "1.15.1", "custom:\n  scheduler_password: other-secret\n");
        var comparison = Assert.Single(await estate.Get<IComponents>().CompareValuesAsync(request, Estate.Operator, Token));

        Assert.Equal(("1.14.2", "1.15.1"), (comparison.FromVersion, comparison.ToVersion));
        Assert.Equal(
            ["basic.image_tag_version: \"v1.14.2\" → \"v1.15.1\"", "custom.scheduler_password: (hidden) → (hidden)", "custom.scheduler_replicas: 2 → "],
            comparison.Changes.Select(change => $"{change.Path}: {change.Before} → {change.After}"));
        Assert.True((await estate.ReadAsync(id, "volcano")).Summary is { Revision: 1, HasEarlier: false });
    }

    private static async Task HeldAsync(Gate gate)
    {
        while (gate.Waiting == 0)
        {
            await Task.Delay(50, Token);
        }
    }

    /// <summary>Returns once helm is done with the upgrade and its readiness is waited for.</summary>
    private async Task WaitingAsync(Guid operation)
    {
        while ((await estate.Get<IOperations>().GetAsync(operation, Estate.Viewer, Token)).Summary.CurrentStep != StepNames.AwaitReady)
        {
            await Task.Delay(50, Token);
        }
    }

    private async Task<(ReleaseState State, string Version)> StateAsync(Guid cluster)
    {
        var release = (await estate.ReadAsync(cluster, "volcano")).Summary;
        return (release.State, release.Version);
    }

    private async Task<string> ImageAsync(string member)
    {
        using var admin = estate.Admin(member);
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "volcano-system", cancellationToken: Token);
        return scheduler.Spec.Template.Spec.Containers[0].Image;
    }
}

/// <summary>An estate that does not wait long for what will not become ready.</summary>
public sealed class ImpatientEstate : ComponentEstate
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RestartAsync("Components:ReadyTimeout", "00:00:10");
    }
}
