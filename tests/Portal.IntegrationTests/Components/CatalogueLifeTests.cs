using k8s;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>Every component of the catalogue with the real helm, on charts of the upstream names.</summary>
public sealed class CatalogueLifeTests(CatalogueEstate estate) : IClassFixture<CatalogueEstate>
{
    /// <summary>Its StatefulSet is made by its operator, which no chart of names alone can stand for: ComponentLifeTests has charts of it and of Volcano.</summary>
    private static readonly string[] Elsewhere = ["prometheus", "volcano"];

    /// <summary>The names of components that build on each other, in order, on one cluster.</summary>
    public static TheoryData<string> Chains => [.. All()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Chains))]
    public Task Components_InstalledUpgradedRolledBackUninstalled_LeaveNothingButWhatTheirFilesSay(string chain) => estate.LiveAsync(chain, All());

    [Fact]
    public async Task Uninstall_WhilePeoplesObjectsHangOnIt_IsRefusedAndNamesThem()
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);
        await estate.SucceedAsync(await estate.StartAsync(id, "kappital-engine"));
        const string Group = "core.kappital.io";
        await admin.CustomObjects.CreateNamespacedCustomObjectAsync(
            new { apiVersion = $"{Group}/v1", kind = "Servicepackages", metadata = new { name = "mine" } }, Group, "v1", "default", "servicepackages", cancellationToken: Token);

        var refused = await estate.EndAsync(await estate.Get<IComponents>().UninstallAsync(id, "kappital-engine", Estate.Operator, Token));

        Assert.Equal(OperationState.Failed, refused.Summary.State);
        Assert.Contains("default/mine", refused.ErrorWhy, StringComparison.Ordinal);
        await admin.CustomObjects.GetNamespacedCustomObjectAsync(Group, "v1", "default", "servicepackages", "mine", Token);
        await admin.AppsV1.ReadNamespacedDeploymentAsync("kappital-engine", "kappital-system", cancellationToken: Token);

        await admin.CustomObjects.DeleteNamespacedCustomObjectAsync(Group, "v1", "default", "servicepackages", "mine", cancellationToken: Token);
        await estate.SucceedAsync(await estate.Get<IComponents>().UninstallAsync(id, "kappital-engine", Estate.Operator, Token));
    }

    [Fact]
    public async Task Readiness_FollowsTheValues()
    {
        var (member, id) = await estate.JoinAsync();
        using var admin = estate.Admin(member);

        await estate.SucceedAsync(await estate.StartAsync(id, "velero", values: estate.Get<ComponentCatalog>().Get("velero").ExampleValues + "\ndeployNodeAgent: false\n"));

        Assert.Equal(ReleaseState.Ready, (await estate.ReadAsync(id, "velero")).Summary.State);
        Assert.Empty((await admin.AppsV1.ListNamespacedDaemonSetAsync("velero", cancellationToken: Token)).Items);
    }

    private static IEnumerable<string> All()
    {
        var catalog = ComponentCatalog.Load(null);
        var chains = new List<List<string>>();
        foreach (var entry in catalog.Entries.Where(entry => !Elsewhere.Contains(entry.Name)).OrderBy(entry => Depth(catalog, entry)))
        {
            var needed = entry.Requirements.Components.Select(dependency => dependency.Name).ToList();
            if (chains.FirstOrDefault(chain => chain.Intersect(needed).Any()) is { } chain)
            {
                chain.Add(entry.Name);
            }
            else
            {
                chains.Add([entry.Name]);
            }
        }

        return chains.Select(chain => string.Join(' ', chain));
    }

    private static int Depth(ComponentCatalog catalog, CatalogEntry entry) =>
        entry.Requirements.Components.Select(dependency => 1 + Depth(catalog, catalog.Get(dependency.Name))).DefaultIfEmpty(0).Max();
}
