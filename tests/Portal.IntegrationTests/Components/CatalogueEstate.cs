using System.Collections.Concurrent;
using System.Text.Json;
using k8s;
using k8s.Models;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>The lives of all of the catalogue's components, a few at a time: each test waits for its own.</summary>
public sealed class CatalogueEstate : ComponentEstate
{
    /// <summary>A folder of charts that are served in place of the written ones: real ones, to try them.</summary>
    private const string OtherCharts = "PORTAL_TEST_CHARTS";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-upstream-");
    private readonly ConcurrentDictionary<string, Lazy<Task>> _lives = new();
    private readonly SemaphoreSlim _places = new(4);

    /// <summary>Starts all lives at the first call, and awaits the one.</summary>
    public Task LiveAsync(string chain, IEnumerable<string> all)
    {
        // Without the flow: a life may outlast the test that started it.
        using (ExecutionContext.SuppressFlow())
        {
            foreach (var each in all)
            {
                _ = _lives.GetOrAdd(each, key => new Lazy<Task>(() => Task.Run(() => OneAsync(key.Split(' '))))).Value;
            }
        }

        return _lives[chain].Value;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _places.Dispose();
        _folder.Delete(recursive: true);
    }

    protected override string Charts()
    {
        if (Environment.GetEnvironmentVariable(OtherCharts) is { Length: > 0 } other)
        {
            return other;
        }

        UpstreamCharts.Write(_folder.FullName, ComponentCatalog.Load(null));
        return _folder.FullName;
    }

    private async Task OneAsync(IReadOnlyList<string> names)
    {
        await _places.WaitAsync();
        try
        {
            await LiveAsync([.. names.Select(Get<ComponentCatalog>().Get)]);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task LiveAsync(IReadOnlyList<CatalogEntry> entries)
    {
        var (member, id) = await JoinAsync();
        using var admin = Admin(member);
        foreach (var entry in entries)
        {
            await SucceedAsync(await StartAsync(id, entry.Name, UpstreamCharts.Older(entry), entry.ExampleValues));
            await AssertAsync(id, entry, 0, UpstreamCharts.Older(entry));
        }

        foreach (var entry in entries)
        {
            await SucceedAsync(await StartAsync(id, entry.Name, entry.LatestVersion, entry.ExampleValues, upgrade: true));
            await AssertAsync(id, entry, 1, entry.LatestVersion);
        }

        foreach (var entry in entries.Reverse())
        {
            await SucceedAsync(await Get<IComponents>().RollBackAsync(id, entry.Name, 1, Estate.Operator, CancellationToken.None));
            await AssertAsync(id, entry, 2, UpstreamCharts.Older(entry));
        }

        foreach (var entry in entries.Reverse())
        {
            var gone = await SucceedAsync(await Get<IComponents>().UninstallAsync(id, entry.Name, Estate.Operator, CancellationToken.None));
            AssertReceipt(entry, gone.Result!.RootElement.GetProperty("leftovers"));
        }

        await AssertNothingOfHelmAsync(admin, entries);
    }

    /// <param name="changes">Made since the install. Where others own fields of an object, as they do of an aggregated role, helm counts the try that met them too.</param>
    private async Task AssertAsync(Guid id, CatalogEntry entry, int changes, string version)
    {
        var tries = UpstreamCharts.Names(UpstreamCharts.Facts[entry.Name], "aggregatedRoles").Any() ? 2 : 1;
        var release = (await ReadAsync(id, entry.Name)).Summary;
        Assert.Equal((entry.Name, ReleaseState.Ready, 1 + (changes * tries), version), (release.Component, release.State, release.Revision, release.Version));
    }

    /// <summary>All definitions that hold data are still there and told of, and nothing is told of that the file does not know.</summary>
    private static void AssertReceipt(CatalogEntry entry, JsonElement leftovers)
    {
        var told = leftovers.EnumerateArray().Select(item => (Kind: item.GetProperty("kind").GetString()!, Name: item.GetProperty("name").GetString()!)).ToList();
        var facts = UpstreamCharts.Facts[entry.Name];
        var kept = UpstreamCharts.Names(facts, "crdsInFolder")
            .Concat(UpstreamCharts.Text(facts, "keep") == "true" || facts["keepBy"] is not null ? UpstreamCharts.Names(facts, "crdsInTemplates") : []);
        Assert.Empty(kept.Except(told.Where(item => item.Kind == "CustomResourceDefinition").Select(item => item.Name)));
        var known = entry.Leftovers.Crds.Concat(entry.Leftovers.Namespaces).Concat(entry.Leftovers.Secrets).Concat(entry.Leftovers.Objects.Select(item => item.Name)).ToHashSet();
        Assert.DoesNotContain(told, item => !known.Contains(item.Name) && !entry.Leftovers.Webhooks.Any(prefix => item.Name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    private static async Task AssertNothingOfHelmAsync(IKubernetes admin, IReadOnlyList<CatalogEntry> entries)
    {
        var releases = entries.Select(entry => entry.ReleaseName).ToHashSet();
        var left = new List<string>();
        left.AddRange(Of((await admin.AppsV1.ListDeploymentForAllNamespacesAsync()).Items));
        left.AddRange(Of((await admin.AppsV1.ListStatefulSetForAllNamespacesAsync()).Items));
        left.AddRange(Of((await admin.AppsV1.ListDaemonSetForAllNamespacesAsync()).Items));
        left.AddRange(Of((await admin.BatchV1.ListJobForAllNamespacesAsync()).Items));
        left.AddRange(Of((await admin.CoreV1.ListServiceForAllNamespacesAsync()).Items));
        left.AddRange(Of((await admin.RbacAuthorizationV1.ListClusterRoleAsync()).Items));
        left.AddRange(Of((await admin.RbacAuthorizationV1.ListClusterRoleBindingAsync()).Items));
        left.AddRange(Of((await admin.AdmissionregistrationV1.ListMutatingWebhookConfigurationAsync()).Items));
        left.AddRange(Of((await admin.AdmissionregistrationV1.ListValidatingWebhookConfigurationAsync()).Items));
        left.AddRange((await admin.CoreV1.ListSecretForAllNamespacesAsync(labelSelector: "owner=helm")).Items.Select(item => item.Name()));
        Assert.Empty(left);

        IEnumerable<string> Of<T>(IList<T> items)
            where T : IKubernetesObject<V1ObjectMeta> => items
                .Where(item => item.GetAnnotation("meta.helm.sh/release-name") is { } release && releases.Contains(release))
                .Select(item => $"{typeof(T).Name} {item.Metadata.Name}");
    }
}
