using System.Net;

namespace ClusterSim.Tests.Behaviour;

public sealed class DeletionTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private const string ReplicaSets = "apis/apps/v1/namespaces/default/replicasets";

    [Theory]
    [InlineData("Background")]
    [InlineData("Foreground")]
    public async Task Cascade_TakesTheDependents(string policy)
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateDeploymentAsync("web", 2);

        await cluster.SendAsync(HttpMethod.Delete, $"{ClusterClient.Deployments}/web?propagationPolicy={policy}");

        await cluster.UntilGoneAsync($"{ClusterClient.Deployments}/web");
        await cluster.UntilAsync("api/v1/namespaces/default/pods", l => l["items"]!.AsArray().Count == 0);
        var (_, sets) = await cluster.GetAsync(ReplicaSets);
        Assert.Empty(sets["items"]!.AsArray());
    }

    [Fact]
    public async Task Orphaning_LeavesTheDependentsWithoutAnOwner()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateDeploymentAsync("web", 1);

        await cluster.SendAsync(HttpMethod.Delete, $"{ClusterClient.Deployments}/web?propagationPolicy=Orphan");
        await cluster.UntilGoneAsync($"{ClusterClient.Deployments}/web");

        var (_, sets) = await cluster.GetAsync(ReplicaSets);
        Assert.Null(Assert.Single(sets["items"]!.AsArray())!["metadata"]!["ownerReferences"]);
    }

    [Fact]
    public async Task Finalizer_HoldsTheObjectUntilItIsTakenOff()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateConfigMapAsync("held", ""","finalizers":["example.com/hold"]""");
        const string path = $"{ClusterClient.ConfigMaps}/held";

        await cluster.SendAsync(HttpMethod.Delete, path);
        var (_, ending) = await cluster.GetAsync(path);
        await cluster.SendAsync(HttpMethod.Patch, path, """{"metadata":{"finalizers":null}}""", ClusterClient.Merge);
        var (code, _) = await cluster.GetAsync(path);

        Assert.NotNull(ending["metadata"]!["deletionTimestamp"]);
        Assert.Equal(HttpStatusCode.NotFound, code);
    }

    [Fact]
    public async Task Namespace_EndsWithItsContent_AndTakesNoMore()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateAsync("api/v1/namespaces", """{"metadata":{"name":"team"}}""");
        await cluster.CreateAsync("api/v1/namespaces/team/configmaps", """{"metadata":{"name":"held","finalizers":["example.com/hold"]}}""");
        await cluster.CreateAsync("api/v1/namespaces/team/configmaps", """{"metadata":{"name":"loose"}}""");

        var (_, ending) = await cluster.SendAsync(HttpMethod.Delete, "api/v1/namespaces/team");
        var late = await cluster.SendAsync(HttpMethod.Post, "api/v1/namespaces/team/configmaps", """{"metadata":{"name":"late"}}""");
        await cluster.UntilGoneAsync("api/v1/namespaces/team/configmaps/loose");
        var (still, _) = await cluster.GetAsync("api/v1/namespaces/team");
        await cluster.SendAsync(HttpMethod.Patch, "api/v1/namespaces/team/configmaps/held", """{"metadata":{"finalizers":null}}""", ClusterClient.Merge);

        Assert.Equal("Terminating", (string?)ending["status"]!["phase"]);
        Assert.Equal(HttpStatusCode.Forbidden, late.Code);
        Assert.Equal(HttpStatusCode.OK, still);
        await cluster.UntilGoneAsync("api/v1/namespaces/team");
    }
}
