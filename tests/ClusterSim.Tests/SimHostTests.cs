using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ClusterSim.Hosting;
using k8s;

namespace ClusterSim.Tests;

public sealed class SimHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_WithTheKubeconfig_SeesNodesAndVersion()
    {
        await using var sim = await SimHost.StartAsync(new SimOptions { Clusters = 1, Nodes = 3, Version = "v1.33.4" }, Token);
        using var client = SimClients.Kubernetes(sim, "sim-0");

        var version = await client.Version.GetCodeAsync(Token);
        var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: Token);

        Assert.Equal("v1.33.4", version.GitVersion);
        Assert.Equal(3, nodes.Items.Count);
    }

    [Fact]
    public async Task Request_WithAWrongToken_IsUnauthorized()
    {
        await using var sim = await SimHost.StartAsync(new SimOptions { Clusters = 1 }, Token);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");

        using var answer = await http.GetAsync(new Uri(sim.ServerOf("sim-0") + "/api/v1/namespaces"), Token);
        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Unauthorized", (string?)status["reason"]);
    }

    [Fact]
    public async Task Deployment_Created_GetsReadyPods()
    {
        await using var sim = await SimHost.StartAsync(new SimOptions { Clusters = 1 }, Token);
        using var client = SimClients.Kubernetes(sim, "sim-0");
        var deployment = KubernetesYaml.Deserialize<k8s.Models.V1Deployment>("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web }
            spec:
              replicas: 2
              selector: { matchLabels: { app: web } }
              template:
                metadata: { labels: { app: web } }
                spec: { containers: [{ name: web, image: "nginx:1" }] }
            """);

        await client.AppsV1.CreateNamespacedDeploymentAsync(deployment, "default", cancellationToken: Token);
        await foreach (var (_, seen) in client.AppsV1.WatchListNamespacedDeploymentAsync("default", cancellationToken: Token))
        {
            if (seen.Status?.ReadyReplicas == 2)
            {
                return;
            }
        }

        Assert.Fail("The watch ended before both pods were ready.");
    }
}
