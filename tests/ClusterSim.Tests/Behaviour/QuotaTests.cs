using System.Net;

namespace ClusterSim.Tests.Behaviour;

public sealed class QuotaTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private const string Quotas = "api/v1/namespaces/default/resourcequotas";

    [Fact]
    public async Task Object_BeyondTheCount_IsRefusedInTheServersWords_AndTakenOnceThereIsRoom()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateAsync(Quotas, """{"metadata":{"name":"few"},"spec":{"hard":{"configmaps":"2","count/deployments.apps":"1"}}}""");
        await cluster.CreateConfigMapAsync("first");

        var (code, refused) = await cluster.SendAsync(HttpMethod.Post, ClusterClient.ConfigMaps, """{"metadata":{"name":"second"}}""");
        var quota = await cluster.UntilAsync($"{Quotas}/few", body => (string?)body["status"]?["used"]?["configmaps"] == "2");
        await cluster.SendAsync(HttpMethod.Delete, $"{ClusterClient.ConfigMaps}/first");

        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal("configmaps \"second\" is forbidden: exceeded quota: few, requested: configmaps=1, used: configmaps=2, limited: configmaps=2", (string?)refused["message"]);
        Assert.Equal("2", (string?)quota["status"]!["hard"]!["configmaps"]);
        await cluster.CreateConfigMapAsync("second");
    }

    [Fact]
    public async Task Deployment_WhosePodsAreRefused_SaysSoInItsStatusAndInEvents_AndGoesOnWhenItMay()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateAsync(Quotas, """{"metadata":{"name":"none"},"spec":{"hard":{"pods":"0"}}}""");

        await cluster.CreateAsync(ClusterClient.Deployments,
            """{"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx:1"}]}}}}""");

        var stuck = await cluster.UntilAsync($"{ClusterClient.Deployments}/web", body => Condition(body) is not null);
        Assert.Equal("FailedCreate", (string?)Condition(stuck)!["reason"]);
        Assert.Contains("exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0", (string?)Condition(stuck)!["message"], StringComparison.Ordinal);
        var events = await cluster.UntilAsync("api/v1/namespaces/default/events", list => list["items"]!.AsArray().Any(item => (string?)item!["reason"] == "FailedCreate"));
        Assert.Contains(events["items"]!.AsArray(), item => ((string)item!["message"]!).StartsWith("Error creating: pods \"web-", StringComparison.Ordinal));

        await cluster.SendAsync(HttpMethod.Delete, $"{Quotas}/none");
        var ready = await cluster.UntilAsync($"{ClusterClient.Deployments}/web", body => (int?)body["status"]?["readyReplicas"] == 1);
        Assert.Null(Condition(ready));
    }

    [Fact]
    public async Task Pod_ThatDoesNotSayWhatAQuotaCounts_IsRefused()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateAsync(Quotas, """{"metadata":{"name":"compute"},"spec":{"hard":{"limits.cpu":"1","requests.memory":"1Gi"}}}""");

        var (code, silent) = await cluster.SendAsync(HttpMethod.Post, "api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"nginx:1"}]}}""");
        var (_, large) = await cluster.SendAsync(HttpMethod.Post, "api/v1/namespaces/default/pods",
            """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"nginx:1","resources":{"limits":{"cpu":"1500m"},"requests":{"memory":"64Mi"}}}]}}""");

        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal("pods \"p\" is forbidden: failed quota: compute: must specify limits.cpu for: c; requests.memory for: c", (string?)silent["message"]);
        Assert.Equal("pods \"p\" is forbidden: exceeded quota: compute, requested: limits.cpu=1500m, used: limits.cpu=0, limited: limits.cpu=1", (string?)large["message"]);
    }

    private static System.Text.Json.Nodes.JsonNode? Condition(System.Text.Json.Nodes.JsonNode deployment) =>
        (deployment["status"]?["conditions"]?.AsArray() ?? []).FirstOrDefault(condition => (string?)condition!["type"] == "ReplicaFailure");
}
