using System.Diagnostics;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Portal.Core.Components;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Components;

public sealed class ComponentLifeTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volcano_InstalledUpgradedRolledBackUninstalled_IsWhatTheClusterSays()
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);

        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2"));
        var installed = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, 1, "1.14.2"), (installed.Summary.State, installed.Summary.Revision, installed.Summary.Version));

        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.15.1", "custom:\n  scheduler_replicas: 2\n", upgrade: true));
        var upgraded = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, 2, "1.15.1"), (upgraded.Summary.State, upgraded.Summary.Revision, upgraded.Summary.Version));
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "volcano-system", cancellationToken: Token);
        Assert.Equal((2, 2), (scheduler.Spec.Replicas, scheduler.Status.ReadyReplicas));
        Assert.EndsWith(":v1.15.1", scheduler.Spec.Template.Spec.Containers[0].Image, StringComparison.Ordinal);

        await estate.SucceedAsync(await estate.Get<IComponents>().RollBackAsync(id, "volcano", 1, Estate.Operator, Token));
        var back = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, 3, "1.14.2"), (back.Summary.State, back.Summary.Revision, back.Summary.Version));
        Assert.Equal(["roll back to 1", "upgrade", "install"], back.Revisions.Select(revision => revision.Action));
        scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "volcano-system", cancellationToken: Token);
        Assert.Equal(1, scheduler.Spec.Replicas);

        var gone = await estate.SucceedAsync(await estate.Get<IComponents>().UninstallAsync(id, "volcano", Estate.Operator, Token));
        Assert.Empty(await estate.Get<IComponents>().ListReleasesAsync("volcano", id, Estate.Viewer, Token));
        Assert.DoesNotContain((await admin.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: Token)).Items, item => item.Metadata.Name.StartsWith("volcano", StringComparison.Ordinal));
        var receipt = gone.Result!.RootElement.GetProperty("leftovers").EnumerateArray().Select(item => item.GetProperty("command").GetString()).ToList();
        Assert.Contains("kubectl delete crd jobs.batch.volcano.sh", receipt);
        Assert.Contains("kubectl delete namespace volcano-system", receipt);
    }

    [Fact]
    public async Task Prometheus_InstalledAndUninstalled_LeavesItsDefinitionsAndSaysSo()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "prometheus", "87.21.0"));
        await estate.SucceedAsync(await estate.StartAsync(id, "prometheus", "88.5.3", upgrade: true));
        Assert.Equal((ReleaseState.Ready, "88.5.3"), ((await estate.ReadAsync(id, "prometheus")).Summary.State, (await estate.ReadAsync(id, "prometheus")).Summary.Version));
        using var admin = estate.Admin(member);
        // New in the newer chart's folder crds/, which helm itself never upgrades.
        await admin.ApiextensionsV1.ReadCustomResourceDefinitionAsync("scrapeconfigs.monitoring.coreos.com", cancellationToken: Token);

        var gone = await estate.SucceedAsync(await estate.Get<IComponents>().UninstallAsync(id, "prometheus", Estate.Operator, Token));

        var receipt = gone.Result!.RootElement.GetProperty("leftovers").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ToList();
        Assert.Contains("prometheuses.monitoring.coreos.com", receipt);
        Assert.Contains("scrapeconfigs.monitoring.coreos.com", receipt);
        Assert.Contains("monitoring", receipt);
    }

    [Fact]
    public async Task ComponentFromAFolder_WhosePodsFail_IsFailedAndSaysWhyThoughHelmIsContent()
    {
        var (member, id) = await estate.JoinAsync();

        var end = await estate.EndAsync(await estate.StartAsync(id, "failing"));

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains("ImagePullBackOff", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Contains("image", end.ErrorRemedy, StringComparison.Ordinal);
        var release = await estate.ReadAsync(id, "failing");
        Assert.Equal(ReleaseState.Failed, release.Summary.State);
        using var admin = estate.Admin(member);
        var record = Assert.Single((await admin.CoreV1.ListNamespacedSecretAsync("failing", labelSelector: "owner=helm", cancellationToken: Token)).Items);
        Assert.Equal("deployed", record.GetLabel("status"));
    }

    [Fact]
    public async Task DefinitionThatLeavesTheTemplates_StaysWithItsObjects_ThroughUpgradeAndRollBack()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "moving", "1.0.0"));
        using var admin = estate.Admin(member);
        await admin.CustomObjects.CreateNamespacedCustomObjectAsync(
            new { apiVersion = "moving.example.com/v1", kind = "Removal", metadata = new { name = "theirs" } },
            "moving.example.com", "v1", "default", "removals", cancellationToken: Token);

        await estate.SucceedAsync(await estate.StartAsync(id, "moving", "1.1.0", upgrade: true));
        Assert.NotNull(await admin.CustomObjects.GetNamespacedCustomObjectAsync("moving.example.com", "v1", "default", "removals", "theirs", Token));

        await estate.SucceedAsync(await estate.Get<IComponents>().RollBackAsync(id, "moving", 1, Estate.Operator, Token));
        await estate.SucceedAsync(await estate.StartAsync(id, "moving", "1.1.0", upgrade: true));
        Assert.NotNull(await admin.CustomObjects.GetNamespacedCustomObjectAsync("moving.example.com", "v1", "default", "removals", "theirs", Token));
    }

    [Fact]
    public async Task ReleaseOfSomebodyElse_IsToldAndNeverOverwritten()
    {
        var (member, id) = await estate.JoinAsync();
        using var folder = new KubeconfigFile(estate.Sim.Kubeconfig(member));
        using (var helm = Process.Start(new ProcessStartInfo(
            KubernetesTools.Helm,
            ["install", "volcano", Repository.PathOf("tests", "charts", "volcano-1.14.2"), "--namespace", "volcano-system", "--create-namespace", "--kubeconfig", folder.Path])
        { RedirectStandardOutput = true })!)
        {
            await helm.StandardOutput.ReadToEndAsync(Token);
            await helm.WaitForExitAsync(Token);
            Assert.Equal(0, helm.ExitCode);
        }

        using var admin = estate.Admin(member);
        var before = Assert.Single((await admin.CoreV1.ListNamespacedSecretAsync("volcano-system", labelSelector: "owner=helm", cancellationToken: Token)).Items);

        var end = await estate.EndAsync(await estate.StartAsync(id, "volcano"));
        var uninstall = await estate.SucceedAsync(await estate.Get<IComponents>().UninstallAsync(id, "volcano", Estate.Operator, Token));

        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains("not by the portal", end.Summary.ErrorWhat, StringComparison.Ordinal);
        Assert.Contains("helm uninstall volcano", end.ErrorRemedy, StringComparison.Ordinal);
        Assert.Contains(uninstall.Steps, step => step.State == StepState.Skipped && step.Message.Contains("somebody else", StringComparison.Ordinal));
        var after = Assert.Single((await admin.CoreV1.ListNamespacedSecretAsync("volcano-system", labelSelector: "owner=helm", cancellationToken: Token)).Items);
        Assert.Equal(before.Metadata.ResourceVersion, after.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Helm_WhileItRuns_ShowsNoSecretInArgumentsNorInTheLog()
    {
        const string Password = "canary-k8Jw2-password";
        var (member, id) = await estate.JoinAsync();
        var gate = new Gate("create|patch", "deployments");
        estate.Sim.Cluster(member).Faults.Add(gate);
        var operation = await estate.StartAsync(id, "volcano", values: $"custom:\n  scheduler_password: {Password}\n");
        while (gate.Waiting == 0)
        {
            await Task.Delay(50, Token);
        }

        var token = (await estate.Get<IClusterConnections>().ReadAccessAsync(id, Token)).Token;
        var running = CommandLines().Where(line => line.Contains("upgrade", StringComparison.Ordinal) && line.Contains("volcano", StringComparison.Ordinal)).ToList();
        gate.Open();
        await estate.SucceedAsync(operation);

        Assert.NotEmpty(running);
        Assert.All(running, line =>
        {
            Assert.DoesNotContain(token, line, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, line, StringComparison.Ordinal);
            Assert.DoesNotContain("CERTIFICATE", line, StringComparison.Ordinal);
        });
        var log = await estate.LogAsync(operation);
        Assert.Contains("Chart volcano", log, StringComparison.Ordinal);
        Assert.DoesNotContain(token, log, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_CancelledBeforeItWasMade_ShowsTheVersionThatRuns()
    {
        var (member, id) = await estate.JoinAsync();
        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.14.2"));
        var gate = new Gate("get", "customresourcedefinitions");
        estate.Sim.Cluster(member).Faults.Add(gate);
        var operation = await estate.StartAsync(id, "volcano", "1.15.1", upgrade: true);
        while (gate.Waiting == 0)
        {
            await Task.Delay(50, Token);
        }

        await estate.Get<IOperations>().CancelAsync(operation, Estate.Operator, Token);
        var end = await estate.EndAsync(operation);
        gate.Open();

        Assert.Equal(OperationState.Cancelled, end.Summary.State);
        var release = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Failed, 1, "1.14.2"), (release.Summary.State, release.Summary.Revision, release.Summary.Version));
        await estate.Get<IOperations>().RetryAsync(operation, Estate.Operator, Token);
        await estate.SucceedAsync(operation);
        release = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, 2, "1.15.1"), (release.Summary.State, release.Summary.Revision, release.Summary.Version));
    }

    private static IEnumerable<string> CommandLines()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return text;
        }
    }
}
