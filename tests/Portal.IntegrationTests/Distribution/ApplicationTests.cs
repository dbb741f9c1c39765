using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using k8s;
using k8s.Models;
using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Previews;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>An application over five clusters, from its first preview to its end.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class ApplicationTests(ApplicationEstate estate)
{
    private static readonly string[] All = ["a1", "a2", "a3", "a4", "a5"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Application_OverFiveClusters_IsPreviewedDeliveredMovedRolledBackAndRemoved()
    {
        foreach (var member in All)
        {
            await estate.GrantAsync(member, ApplicationSources.Group);
        }

        var first = ApplicationSources.On(ApplicationSources.Shop(), All);
        var preview = await estate.PreviewAsync(new ApplicationPreviewRequest(FleetId: estate.Fleet, Content: first));
        Assert.All(preview.Placement.Clusters, cluster => Assert.Equal((true, ""), (cluster.In, cluster.Problem)));
        Assert.All(preview.Placement.Clusters, cluster => Assert.Equal(new ObjectCounts(6, 0, 0, 0, 0), cluster.Objects));
        Assert.Equal(["CustomResourceDefinition carts.shop.example.com", "Namespace shop"], preview.Placement.ClusterScoped.Order(StringComparer.Ordinal));
        foreach (var member in All)
        {
            using var untouched = estate.Admin(member);
            Assert.DoesNotContain((await untouched.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items, space => space.Metadata.Name == "shop");
        }

        var shop = await estate.CreateAsync("shop", first);
        await estate.SucceedAsync(shop);

        var delivered = await estate.Applications.GetAsync(shop, Estate.Viewer, Token);
        Assert.Equal((ApplicationState.Delivered, 5, 0), (delivered.Summary.State, delivered.Summary.Clusters, delivered.Summary.Failed));
        Assert.All(delivered.Clusters.SelectMany(cluster => cluster.Objects), item => Assert.Equal((ObjectHealth.Ready, true), (item.Health, item.Created)));
        Assert.Equal(30, delivered.Clusters.Sum(cluster => cluster.Objects.Count));
        Assert.Equal("mirror.example.com/shop/web:1.0", await ImageAsync("a1"));
        Assert.Equal("registry.example.com/shop/web:1.0", await ImageAsync("a2"));

        // The ConfigMap goes, and a5 is moved out.
        await estate.Applications.AddRevisionAsync(shop, ApplicationSources.On(ApplicationSources.Shop(config: false, replicas: 2), "a1", "a2", "a3", "a4"), Estate.Operator, Token);
        var next = await estate.PreviewAsync(new ApplicationPreviewRequest(shop));
        Assert.Equal("The cluster affinity does not select it.", next.Placement.Clusters.Single(cluster => !cluster.In).Reason);
        Assert.Equal(10, next.Placement.Deletions);
        Assert.Equal(new ObjectCounts(0, 1, 1, 4, 0), next.Placement.Clusters[0].Objects);
        Assert.Equal(6, next.Placement.Clusters.Single(cluster => !cluster.In).Objects!.Removed);
        await estate.SucceedAsync(shop);
        await AssertGoneAsync("a5");
        Assert.False(await HasConfigAsync("a1"));
        Assert.Equal(2, (await DeploymentAsync("a2")).Spec.Replicas);
        Assert.Equal(["a1", "a2", "a3", "a4"], (await estate.Applications.GetAsync(shop, Estate.Viewer, Token)).Clusters.Select(cluster => cluster.ClusterName));

        // A cluster is away while it is rolled back: the others are done, and a retry does the rest.
        estate.Break("a3");
        var broken = await estate.DeliverAsync(shop, new DeliverRequest(1));
        Assert.Equal(OperationState.Failed, broken.Summary.State);
        var half = await estate.Applications.GetAsync(shop, Estate.Viewer, Token);
        var away = Assert.Single(half.Clusters, cluster => cluster.State == ClusterDelivery.Failed);
        Assert.Equal(("a3", 1, 2), (away.ClusterName, away.Revision, away.DeliveredRevision));
        Assert.Contains("Cluster a3 cannot be reached", away.Reason, StringComparison.Ordinal);
        Assert.All(half.Clusters.Where(cluster => cluster.ClusterName != "a3"), cluster => Assert.Equal((1, ClusterDelivery.Delivered), (cluster.DeliveredRevision, cluster.State)));
        estate.Mend("a3");
        await estate.Get<IOperations>().RetryAsync(broken.Summary.Id, Estate.Operator, Token);
        Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(broken.Summary.Id)).Summary.State);
        Assert.True(await HasConfigAsync("a3"));
        Assert.Equal(1, (await DeploymentAsync("a5")).Spec.Replicas);

        // What changes on a cluster behind its back is not taken over without saying so.
        using (var admin = estate.Admin("a4"))
        {
            await admin.AppsV1.PatchNamespacedDeploymentAsync(
                new V1Patch("""{"spec":{"replicas":7}}""", V1Patch.PatchType.StrategicMergePatch), "web", "shop", fieldManager: "kubectl-edit", cancellationToken: Token);
        }

        var conflict = await estate.DeliverAsync(shop, new DeliverRequest(1));
        Assert.Equal(OperationState.Failed, conflict.Summary.State);
        var refused = (await estate.Applications.GetAsync(shop, Estate.Viewer, Token)).Clusters.Single(cluster => cluster.State == ClusterDelivery.Failed);
        Assert.Contains("Its fields spec.replicas are managed by \"kubectl-edit\".", refused.Reason, StringComparison.Ordinal);

        var removed = await estate.EndAsync(await estate.Delivery.DeleteAsync(shop, "shop", Estate.Operator, Token));
        Assert.True(removed.Summary.State == OperationState.Succeeded, $"{removed.Summary.ErrorWhat}: {removed.ErrorWhy}");
        foreach (var member in All)
        {
            await AssertGoneAsync(member);
        }

        Assert.DoesNotContain((await estate.Applications.ListAsync(new ApplicationQuery { Search = "shop" }, Estate.Viewer, Token)).Items, item => item.Name == "shop");
    }

    [Fact]
    public async Task ForeignObject_IsNotTakenOverUnasked_AndNeverRemoved()
    {
        using var admin = estate.Admin("a1");
        await admin.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "theirs" }, Data = new Dictionary<string, string> { ["owner"] = "them" } }, "default",
            fieldManager: "their-tool", cancellationToken: Token);
        const string Source = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: theirs}
            data: {owner: us}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: ours}
            """;
        var id = await estate.CreateAsync("taker", ApplicationSources.On(Source, "a1"));

        var failed = await estate.DeliverAsync(id);

        Assert.Equal(OperationState.Failed, failed.Summary.State);
        Assert.Contains("was not made by this application but by \"their-tool\"", failed.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal("them", (await admin.CoreV1.ReadNamespacedConfigMapAsync("theirs", "default", cancellationToken: Token)).Data["owner"]);
        Assert.DoesNotContain((await admin.CoreV1.ListNamespacedConfigMapAsync("default", cancellationToken: Token)).Items, map => map.Metadata.Name == "ours");

        await estate.Applications.AddRevisionAsync(
            id, ApplicationSources.On(Source, "a1") with { ConflictResolution = ConflictResolution.Overwrite }, Estate.Operator, Token);
        await estate.SucceedAsync(id);
        var taken = (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters.Single().Objects;
        Assert.Equal([("ours", true), ("theirs", false)], taken.Select(item => (item.Name, item.Created)));

        Assert.Equal(OperationState.Succeeded, (await estate.EndAsync(await estate.Delivery.DeleteAsync(id, "taker", Estate.Operator, Token))).Summary.State);
        var left = (await admin.CoreV1.ListNamespacedConfigMapAsync("default", cancellationToken: Token)).Items.Select(map => map.Metadata.Name).ToList();
        Assert.Contains("theirs", left);
        Assert.DoesNotContain("ours", left);
    }

    [Fact]
    public async Task Rest_CreatesPreviewsUnderSuppositionsAndAsksBeforeMuchIsRemoved()
    {
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);
        var many = string.Join("\n---\n", Enumerable.Range(0, 5).Select(index => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: many-{index}}}"));
        using var wrong = await script.PostAsJsonAsync("/api/v1/applications", new
        {
            name = "many",
            fleetId = estate.Fleet,
            content = new { source = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n---\nkind: Secret\n" },
        }, Token);
        var problem = await wrong.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Line 5, column 3: the key \"name\" is given twice. Line 7, column 1: the object has no apiVersion and no metadata.name.", problem.ToString().Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);

        using var created = await script.PostAsJsonAsync("/api/v1/applications", new
        {
            name = "many",
            fleetId = estate.Fleet,
            content = new { source = many, placement = new { clusterAffinity = new { clusterNames = new[] { "a1", "a2" } } } },
        }, Token);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("summary").GetProperty("id").GetGuid();
        using var supposed = await script.PostAsJsonAsync("/api/v1/applications/preview",
            new { applicationId = id, objects = false, whatIf = new { failedRegions = new[] { "north" } } }, Token);
        var preview = (await supposed.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("placement");
        Assert.Equal("No cluster may take the application.", preview.GetProperty("refusals")[0].GetString());
        Assert.Equal("It is supposed to have failed.", preview.GetProperty("clusters")[0].GetProperty("reason").GetString());

        await estate.SucceedAsync(id);
        await estate.Applications.AddRevisionAsync(id, ApplicationSources.On("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many-0}", "a1"), Estate.Operator, Token);
        var asks = await Assert.ThrowsAsync<ProblemException>(() => estate.Delivery.DeliverAsync(id, new DeliverRequest(), Estate.Operator, Token));
        Assert.Equal(("It would remove 9 of the 10 objects that the application has.", "confirmDeletions"), (asks.Problem.Why, asks.Problem.Field));
        await estate.SucceedAsync(id, new DeliverRequest(ConfirmDeletions: 9));
        Assert.Equal(1, (await estate.Applications.GetAsync(id, Estate.Viewer, Token)).Clusters.Sum(cluster => cluster.Objects.Count));
    }

    private async Task<V1Deployment> DeploymentAsync(string member)
    {
        using var admin = estate.Admin(member);
        return await admin.AppsV1.ReadNamespacedDeploymentAsync("web", "shop", cancellationToken: Token);
    }

    private async Task<string> ImageAsync(string member) => (await DeploymentAsync(member)).Spec.Template.Spec.Containers[0].Image;

    private async Task<bool> HasConfigAsync(string member)
    {
        using var admin = estate.Admin(member);
        return (await admin.CoreV1.ListNamespacedConfigMapAsync("shop", cancellationToken: Token)).Items.Any(map => map.Metadata.Name == "settings");
    }

    private async Task AssertGoneAsync(string member)
    {
        using var admin = estate.Admin(member);
        Assert.DoesNotContain((await admin.CoreV1.ListNamespaceAsync(cancellationToken: Token)).Items, space => space.Metadata.Name == "shop");
        Assert.DoesNotContain(
            (await admin.ApiextensionsV1.ListCustomResourceDefinitionAsync(cancellationToken: Token)).Items, definition => definition.Metadata.Name == "carts.shop.example.com");
    }
}
