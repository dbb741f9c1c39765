using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using k8s;
using k8s.Models;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Components.Adoption;
using Portal.Core.Events;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Components;

/// <summary>What somebody else's helm installed is found, taken over without being touched, and lives on as the portal's own.</summary>
public sealed class AdoptionTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReleaseAdoption Adoption => estate.Get<IReleaseAdoption>();

    [Fact]
    public async Task Release_OfAnotherNameAndNamespace_IsAdoptedUntouched_AndUpgradedWithItsValues()
    {
        var (member, id) = await estate.JoinAsync();
        await InstallByHandAsync(member, "batch", "jobs", "volcano-1.14.2", "--set", "custom.scheduler_replicas=2", "--set-string", "custom.scheduler_password=first-secret");
        await InstallByHandAsync(member, "batch", "jobs", "volcano-1.14.2", "--set", "custom.scheduler_replicas=3", "--set-string", "custom.scheduler_password=first-secret");
        var found = Assert.Single((await LookAsync(id, list => list.Items.Count > 0)).Items);
        Assert.Equal(("jobs", "batch", 2, "deployed", "1.14.2"), (found.Namespace, found.Name, found.Revision, found.Status, found.Version));
        Assert.Equal((MatchKind.Certain, true, null), (found.Match, found.InCatalogue, found.Refusal));
        Assert.Equal(["volcano"], found.Components);
        var before = await VersionsAsync(member);

        await AdoptAsync(id, found);

        Assert.Equal(before, await VersionsAsync(member));
        var adopted = await estate.ReadAsync(id, "volcano");
        Assert.Equal((ReleaseState.Ready, 2, "1.14.2"), (adopted.Summary.State, adopted.Summary.Revision, adopted.Summary.Version));
        Assert.True(adopted.Summary is { Adopted: true, HasEarlier: true });
        Assert.Equal(("jobs", "batch"), (adopted.Namespace, adopted.ReleaseName));
        Assert.Contains("scheduler_replicas: 3", adopted.Values, StringComparison.Ordinal);
        Assert.Empty((await Adoption.ListAsync(id, Estate.Viewer, Token)).Items);

        await estate.SucceedAsync(await estate.StartAsync(id, "volcano", "1.15.1", adopted.Values!, upgrade: true));
        using var admin = estate.Admin(member);
        var scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "jobs", cancellationToken: Token);
        Assert.Equal((3, ":v1.15.1"), (scheduler.Spec.Replicas, scheduler.Spec.Template.Spec.Containers[0].Image[^8..]));
        await estate.SucceedAsync(await estate.Get<IComponents>().RollBackAsync(id, "volcano", 1, Estate.Operator, Token));
        scheduler = await admin.AppsV1.ReadNamespacedDeploymentAsync("volcano-scheduler", "jobs", cancellationToken: Token);
        Assert.Equal(2, scheduler.Spec.Replicas);
        await estate.SucceedAsync(await estate.Get<IComponents>().UninstallAsync(id, "volcano", Estate.Operator, Token));
        Assert.Empty((await admin.CoreV1.ListNamespacedSecretAsync("jobs", labelSelector: "owner=helm", cancellationToken: Token)).Items);
    }

    [Fact]
    public async Task Forgotten_ReleaseStaysInTheCluster_AndIsFoundAgain()
    {
        var (member, id) = await estate.JoinAsync();
        await InstallByHandAsync(member, "volcano", "volcano-system", "volcano-1.14.2");
        await AdoptAsync(id, (await LookAsync(id, list => list.Items.Count > 0)).Items[0]);
        var before = await VersionsAsync(member);

        await Adoption.ForgetAsync(id, "volcano", Estate.Operator, Token);

        Assert.Equal(before, await VersionsAsync(member));
        Assert.Empty(await estate.Get<IComponents>().ListReleasesAsync("volcano", id, Estate.Viewer, Token));
        Assert.Equal("volcano", (await LookAsync(id, list => list.Items.Count > 0)).Items[0].Name);
    }

    [Fact]
    public async Task PendingRelease_IsToldAndNotTaken_UnknownChartIsToldToo()
    {
        var (member, id) = await estate.JoinAsync();
        await InstallByHandAsync(member, "volcano", "volcano-system", "volcano-1.14.2");
        using var admin = estate.Admin(member);
        var record = Assert.Single((await admin.CoreV1.ListNamespacedSecretAsync("volcano-system", labelSelector: "owner=helm", cancellationToken: Token)).Items);
        await admin.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch("""{"metadata":{"labels":{"status":"pending-upgrade"}}}""", V1Patch.PatchType.MergePatch), record.Name(), "volcano-system", cancellationToken: Token);

        var found = Assert.Single((await LookAsync(id, list => list.Items is [{ Status: "pending-upgrade" }])).Items);
        var refused = Assert.Single(await Adoption.AdoptAsync([new AdoptionRequest(id, found.Namespace, found.Name)], Estate.Operator, Token));

        Assert.Equal("helm says pending-upgrade: a helm works on it, or was cut off.", found.Refusal);
        Assert.Null(refused.OperationId);
        Assert.Contains("pending-upgrade", refused.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adoption_OverRest_ListsWithoutValues_AndAdoptsAFleet()
    {
        var (member, id) = await estate.JoinAsync();
        await InstallByHandAsync(member, "volcano", "volcano-system", "volcano-1.14.2", "--set-string", "custom.scheduler_password=hidden-secret");
        await LookAsync(id, list => list.Items.Count > 0);
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);

        var list = await script.GetStringAsync($"/api/v1/clusters/{id}/discovered-releases", Token);
        using var refresh = await script.PostAsync($"/api/v1/clusters/{id}/discovered-releases/refresh", null, Token);
        using var adopted = await script.PostAsJsonAsync("/api/v1/releases/adopt", new { releases = new[] { new { clusterId = id, @namespace = "volcano-system", name = "volcano" } } }, Token);

        Assert.DoesNotContain("hidden-secret", list, StringComparison.Ordinal);
        Assert.Contains("\"match\":\"Certain\"", list, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (refresh.StatusCode, adopted.StatusCode));
        using var answer = JsonDocument.Parse(await adopted.Content.ReadAsStringAsync(Token));
        await estate.SucceedAsync(answer.RootElement.GetProperty("items")[0].GetProperty("operationId").GetGuid());
        using var forgotten = await script.PostAsync($"/api/v1/clusters/{id}/components/volcano/forget", null, Token);
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
    }

    private async Task AdoptAsync(Guid cluster, DiscoveredReleaseView found)
    {
        var started = Assert.Single(await Adoption.AdoptAsync([new AdoptionRequest(cluster, found.Namespace, found.Name)], Estate.Operator, Token));
        await estate.SucceedAsync(started.OperationId ?? throw new InvalidOperationException(started.Refusal));
    }

    /// <summary>Asks for a look, and waits until what it found is as wanted.</summary>
    private async Task<DiscoveredReleases> LookAsync(Guid cluster, Func<DiscoveredReleases, bool> wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Discovery], cluster);
        await Adoption.RefreshAsync(cluster, Estate.Operator, patience.Token);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (true)
        {
            var found = await Adoption.ListAsync(cluster, Estate.Viewer, patience.Token);
            if (wanted(found) && !found.Asked)
            {
                return found;
            }

            await events.MoveNextAsync();
        }
    }

    private async Task InstallByHandAsync(string member, string name, string space, string chart, params string[] more)
    {
        using var folder = new KubeconfigFile(estate.Sim.Kubeconfig(member));
        using var helm = Process.Start(new ProcessStartInfo(
            KubernetesTools.Helm,
            ["upgrade", "--install", name, Repository.PathOf("tests", "charts", chart), "--namespace", space, "--create-namespace", "--kubeconfig", folder.Path, "--wait", .. more])
        { RedirectStandardOutput = true })!;
        await helm.StandardOutput.ReadToEndAsync(Token);
        await helm.WaitForExitAsync(Token);
        Assert.Equal(0, helm.ExitCode);
    }

    /// <summary>Every secret, workload, service and definition of the member with its version: what nobody touched is the same.</summary>
    private async Task<IReadOnlyList<string>> VersionsAsync(string member)
    {
        using var admin = estate.Admin(member);
        var found = new List<IKubernetesObject<V1ObjectMeta>>();
        found.AddRange((await admin.CoreV1.ListSecretForAllNamespacesAsync(cancellationToken: Token)).Items);
        found.AddRange((await admin.CoreV1.ListConfigMapForAllNamespacesAsync(cancellationToken: Token)).Items);
        found.AddRange((await admin.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: Token)).Items);
        found.AddRange((await admin.CoreV1.ListServiceAccountForAllNamespacesAsync(cancellationToken: Token)).Items);
        found.AddRange((await admin.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items);
        found.AddRange((await admin.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: Token)).Items);
        found.AddRange((await admin.ApiextensionsV1.ListCustomResourceDefinitionAsync(cancellationToken: Token)).Items);
        return [.. found.Select(item => $"{item.GetType().Name} {item.Namespace()}/{item.Name()} {item.ResourceVersion()}").Order(StringComparer.Ordinal)];
    }
}
