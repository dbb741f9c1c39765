using System.Diagnostics;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Portal.Core.Components;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Components;

/// <summary>A helm that is killed leaves a release that is pending for ever: the real helm, really killed.</summary>
public sealed class InterruptedReleaseTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pending-install", "1.14.2")]
    [InlineData("pending-upgrade", "1.15.1")]
    [InlineData("pending-rollback", "1.14.2")]
    public async Task Helm_Killed_LeavesItPendingAndARetryClearsIt(string status, string version)
    {
        var (member, id) = await estate.JoinAsync();
        if (status != "pending-install")
        {
            await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2"));
        }

        if (status == "pending-rollback")
        {
            await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.15.1", upgrade: true));
        }

        var gate = new Gate("create|patch", "deployments");
        estate.Sim.Cluster(member).Faults.Add(gate);
        var operation = status == "pending-rollback"
            ? await estate.Get<IComponents>().RollBackAsync(id, "volcano", 1, Estate.Operator, Token)
            : await estate.StartAsync(id, "volcano", version, upgrade: status == "pending-upgrade");
        await HeldAsync(gate);
        using (var helm = FindHelm(member))
        {
            helm.Kill();
        }

        var killed = await estate.EndAsync(operation);
        gate.Open();

        Assert.Equal(OperationState.Failed, killed.Summary.State);
        Assert.Equal(status, await StatusAsync(member));
        await estate.Get<IOperations>().RetryAsync(operation, Estate.Operator, Token);
        await estate.SucceedAsync(operation);
        Assert.Contains($"is {status}: an earlier run was cut off", await estate.LogAsync(operation), StringComparison.Ordinal);
        var release = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, version), (release.Summary.State, release.Summary.Version));
        Assert.Equal("deployed", await StatusAsync(member));
    }

    [Fact]
    public async Task HelmOfSomebodyElse_Killed_IsWaitedForAndThenCleared()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2"));
        var gate = new Gate("create|patch", "deployments");
        estate.Sim.Cluster(member).Faults.Add(gate);
        var folder = Directory.CreateTempSubdirectory("portal-helm-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "kubeconfig"), estate.Sim.Kubeconfig(member), Token);
        using (var helm = Process.Start(new ProcessStartInfo(
            KubernetesTools.Helm,
            ["upgrade", "volcano", Repository.PathOf("tests", "charts", "volcano-1.15.1"), "--namespace", "volcano-system", "--kubeconfig", Path.Combine(folder.FullName, "kubeconfig")])
        { RedirectStandardOutput = true })!)
        {
            await HeldAsync(gate);
            helm.Kill();
            await helm.WaitForExitAsync(Token);
        }

        gate.Open();
        folder.Delete(recursive: true);
        Assert.Equal("pending-upgrade", await StatusAsync(member));

        var operation = await estate.StartAsync(id, "volcano", "1.15.1", upgrade: true);
        var refused = await estate.EndAsync(operation);
        Assert.Contains("being changed by somebody else's helm", refused.Summary.ErrorWhat, StringComparison.Ordinal);

        // From now on nobody's helm may take longer than this, so that the one that was killed is known to be dead.
        await estate.RestartAsync("Components:HelmTimeout", "00:00:10");
        while (await AgeAsync(member) < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(200, Token);
        }

        await estate.Get<IOperations>().RetryAsync(operation, Estate.Operator, Token);
        await estate.SucceedAsync(operation);
        Assert.Equal("deployed", await StatusAsync(member));
    }

    private static async Task HeldAsync(Gate gate)
    {
        while (gate.Waiting == 0)
        {
            await Task.Delay(50, Token);
        }
    }

    /// <summary>The portal's helm that works on a member: its kubeconfig names it.</summary>
    private static Process FindHelm(string member) => Process.GetProcessesByName("helm").Single(process =>
    {
        try
        {
            var variables = File.ReadAllText($"/proc/{process.Id}/environ").Split('\0');
            var kubeconfig = variables.FirstOrDefault(variable => variable.StartsWith("KUBECONFIG=", StringComparison.Ordinal))?["KUBECONFIG=".Length..];
            return kubeconfig is not null && File.ReadAllText(kubeconfig).Contains($"/clusters/{member}\"", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private async Task<string?> StatusAsync(string member) => (await RecordAsync(member)).GetLabel("status");

    private async Task<TimeSpan> AgeAsync(string member) => DateTimeOffset.UtcNow - (await RecordAsync(member)).CreationTimestamp()!.Value;

    /// <summary>helm's newest record of the release.</summary>
    private async Task<V1Secret> RecordAsync(string member)
    {
        using var admin = estate.Admin(member);
        var records = await admin.CoreV1.ListNamespacedSecretAsync("volcano-system", labelSelector: "owner=helm", cancellationToken: Token);
        return records.Items.MaxBy(record => int.Parse(record.GetLabel("version")))!;
    }
}
