using System.Net;
using Portal.Testing.Kubernetes;

namespace ClusterSim.Tests.Behaviour;

public sealed class WebhookTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private const string Configurations = "apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhook_Refuses_InItsOwnWords_WhatItsRulesName()
    {
        using var cluster = sim.NewCluster();
        await using var webhook = await RefusingWebhook.StartAsync("not on Fridays", Token);
        await cluster.CreateConfigMapAsync("before");
        await cluster.CreateAsync(Configurations, webhook.Configuration("fridays", "", "configmaps"));

        var (code, refused) = await cluster.SendAsync(HttpMethod.Post, ClusterClient.ConfigMaps, """{"metadata":{"name":"made"}}""");
        var (changed, _) = await cluster.SendAsync(HttpMethod.Patch, $"{ClusterClient.ConfigMaps}/before", """{"data":{"a":"2"}}""", ClusterClient.Merge);
        await cluster.CreateAsync("api/v1/namespaces/default/secrets", """{"metadata":{"name":"other"}}""");
        webhook.Refusal = null;

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (code, changed));
        Assert.Equal("admission webhook \"fridays.policy.test\" denied the request: not on Fridays", (string?)refused["message"]);
        await cluster.CreateConfigMapAsync("made");
    }

    [Fact]
    public async Task Webhook_ThatIsGone_FailsTheWrite()
    {
        using var cluster = sim.NewCluster();
        var webhook = await RefusingWebhook.StartAsync("", Token);
        await cluster.CreateAsync(Configurations, webhook.Configuration("gone", "apps", "*"));
        await webhook.DisposeAsync();

        var (code, refused) = await cluster.SendAsync(HttpMethod.Post, ClusterClient.Deployments,
            """{"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx:1"}]}}}}""");

        Assert.Equal(HttpStatusCode.InternalServerError, code);
        Assert.StartsWith("Internal error occurred: failed calling webhook \"gone.policy.test\": failed to call webhook: Post \"https://127.0.0.1:", (string?)refused["message"], StringComparison.Ordinal);
        Assert.EndsWith("connect: connection refused", (string?)refused["message"], StringComparison.Ordinal);
    }
}
