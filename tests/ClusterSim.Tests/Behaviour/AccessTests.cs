using System.Net;
using System.Text.Json.Nodes;
using ClusterSim.Hosting;
using Microsoft.AspNetCore.Http;

namespace ClusterSim.Tests.Behaviour;

public sealed class AccessTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private const string Accounts = "api/v1/namespaces/default/serviceaccounts";

    [Fact]
    public async Task Account_WithoutRights_IsDeniedInTheServersWords_AndMayWhatABindingGives()
    {
        using var cluster = sim.NewCluster();
        using var asAccount = await AsAccountAsync(cluster, "reader");

        var denied = await asAccount.GetAsync("api/v1/namespaces/default/pods");
        await cluster.CreateAsync("apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
            {"metadata":{"name":"view"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
            "subjects":[{"kind":"ServiceAccount","name":"reader","namespace":"default"}]}
            """);
        var allowed = await asAccount.GetAsync("api/v1/namespaces/default/pods");
        var elsewhere = await asAccount.GetAsync("api/v1/namespaces/kube-system/pods");

        Assert.Equal(
            "pods is forbidden: User \"system:serviceaccount:default:reader\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"", (string?)denied.Body["message"]);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden), (denied.Code, allowed.Code, elsewhere.Code));
    }

    [Fact]
    public async Task Impersonation_NeedsTheRight_AndActsAsTheOther()
    {
        using var cluster = sim.NewCluster();
        using var asAccount = await AsAccountAsync(cluster, "plain");

        var byAdmin = await cluster.SendAsync(HttpMethod.Get, "api/v1/nodes", impersonate: "somebody");
        var byAccount = await asAccount.SendAsync(HttpMethod.Get, "api/v1/nodes", impersonate: "somebody");

        Assert.Contains("User \"somebody\" cannot list resource \"nodes\"", (string?)byAdmin.Body["message"], StringComparison.Ordinal);
        Assert.Contains("cannot impersonate resource \"users\"", (string?)byAccount.Body["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_EndsWhenItsTimeIsOver_AndWithItsAccount()
    {
        var time = new SettableTime();
        await using var host = await SimHost.StartAsync(new SimOptions { Clusters = 1, Time = time }, TestContext.Current.CancellationToken);
        using var cluster = new ClusterClient(host, "sim-0", SimClients.Http(host, "sim-0"));
        using var first = await AsAccountAsync(cluster, "first");
        using var second = await AsAccountAsync(cluster, "second");

        var fresh = await first.GetAsync("version");
        await cluster.SendAsync(HttpMethod.Delete, $"{Accounts}/second");
        var withoutAccount = await second.GetAsync("version");
        time.Ahead = TimeSpan.FromSeconds(601);
        var over = await first.GetAsync("version");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (fresh.Code, withoutAccount.Code, over.Code));
    }

    [Fact]
    public async Task ServiceProxy_ReachesWhatIsRegisteredForTheService()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateAsync("api/v1/namespaces/default/services", """{"metadata":{"name":"prom"},"spec":{"selector":{"app":"prom"},"ports":[{"port":9090}]}}""");
        var nobody = await cluster.GetAsync("api/v1/namespaces/default/services/prom:9090/proxy/api/v1/query");
        cluster.Host.MapService(cluster.Name, "default", "prom", (http, path) => http.Response.WriteAsJsonAsync(new { path, query = http.Request.QueryString.Value }));

        var (_, body) = await cluster.GetAsync("api/v1/namespaces/default/services/prom:9090/proxy/api/v1/query?query=up");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, nobody.Code);
        Assert.Equal(("/api/v1/query", "?query=up"), ((string?)body["path"], (string?)body["query"]));
    }

    private static async Task<ClusterClient> AsAccountAsync(ClusterClient cluster, string name)
    {
        await cluster.CreateAsync(Accounts, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        JsonNode token = await cluster.CreateAsync($"{Accounts}/{name}/token", """{"spec":{"expirationSeconds":600}}""");
        return new ClusterClient(cluster.Host, cluster.Name, SimClients.Http(cluster.Host, cluster.Name, (string)token["status"]!["token"]!));
    }

    private sealed class SettableTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
