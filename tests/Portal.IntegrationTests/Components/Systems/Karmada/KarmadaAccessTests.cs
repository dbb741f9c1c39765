using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Portal.Core.Problems;
using Portal.Jobs.Components;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>The way to Karmada: from the Secret on its host to an address at which it answers.</summary>
public sealed class KarmadaAccessTests(KarmadaEstate estate) : IClassFixture<KarmadaEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_WithoutTheSecret_WaitsAndNamesIt()
    {
        var system = await estate.InstallAsync();
        await RemoveSecretAsync(system);

        var error = await Assert.ThrowsAsync<ProblemException>(system.OpenAsync);

        Assert.Equal(ProblemKind.Unavailable, error.Problem.Kind);
        Assert.Contains("karmada-kubeconfig", error.Problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfWhatKarmadactlInstalled_FindsItsSecret()
    {
        var system = await estate.InstallAsync();
        await RemoveSecretAsync(system);
        await estate.SaveKubeconfigAsync(system.Host.ClusterName, estate.Members.Sim.Kubeconfig(system.Api), "karmada-controller-manager-config", "karmada.config");

        await system.OpenAsync();

        Assert.NotNull(await system.KubeconfigAsync());
    }

    [Fact]
    public async Task Open_ThroughALoadBalancer_AsksForTheNameThatTheCertificateIsFor()
    {
        var system = await InsideAsync();
        await SetServiceAsync(system, "LoadBalancer");

        var error = await Assert.ThrowsAsync<ProblemException>(system.OpenAsync);
        Assert.Equal((ProblemKind.Unavailable, "Its load balancer has no address yet."), (error.Problem.Kind, error.Problem.Why));

        await GiveAddressAsync(system);
        var step = await system.OpenAsync();

        var cluster = JsonNode.Parse((await system.KubeconfigAsync())!)!["clusters"]![0]!["cluster"]!;
        Assert.Equal($"https://127.0.0.1:{estate.Members.Sim.BaseUri.Port}/clusters/{system.Api}", (string?)cluster["server"]);
        Assert.Equal("kubernetes.default.svc", (string?)cluster["tls-server-name"]);
        Assert.DoesNotContain(step.Lines, line => step.Secrets.Exists(secret => line.Contains(secret, StringComparison.Ordinal)));
        await system.JoinAsync(await estate.AddMemberAsync());
    }

    [Fact]
    public async Task Open_AtAGivenAddress_TakesThat_AndFollowsAChange()
    {
        var system = await InsideAsync();
        system.Settings["address"] = $"127.0.0.1:{estate.Members.Sim.BaseUri.Port}";
        await system.OpenAsync();
        var first = await system.KubeconfigAsync();

        system.Settings["address"] = $"localhost:{estate.Members.Sim.BaseUri.Port}";
        await system.OpenAsync();

        Assert.NotEqual(first, await system.KubeconfigAsync());
    }

    [Fact]
    public async Task Open_WhereNothingAnswers_SaysWhatToSet()
    {
        var system = await InsideAsync();
        system.Settings["address"] = "127.0.0.1:1";

        var error = await Assert.ThrowsAsync<ProblemException>(system.OpenAsync);

        Assert.Equal("Nothing listens at the address of its API server (connection refused).", error.Problem.Why);
        Assert.Contains("serviceType", error.Problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_BeforeClustersAreServed_Waits()
    {
        var system = await estate.InstallAsync();
        using (var admin = estate.Admin(system.Api))
        {
            await new ClusterWriter(admin, "").DeleteAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "clusters.cluster.karmada.io", _ => true, Token);
            while (await new ClusterObjects(admin).ServesAsync("cluster.karmada.io/v1alpha1", Token))
            {
                await Task.Delay(20, Token);
            }
        }

        var error = await Assert.ThrowsAsync<ProblemException>(system.OpenAsync);

        Assert.Equal((ProblemKind.Unavailable, "cluster.karmada.io/v1alpha1 is not there."), (error.Problem.Kind, error.Problem.Why));
    }

    /// <summary>A Karmada whose Secret knows the address inside of the host cluster only, as the chart makes it.</summary>
    private async Task<KarmadaSystem> InsideAsync()
    {
        var system = await estate.InstallAsync();
        await RemoveSecretAsync(system);
        await estate.SaveKubeconfigAsync(system.Host.ClusterName, estate.Members.Sim.Kubeconfig(system.Api).Replace(
            $"127.0.0.1:{estate.Members.Sim.BaseUri.Port}", "kubernetes.default.svc:5443", StringComparison.Ordinal));
        return system;
    }

    private async Task RemoveSecretAsync(KarmadaSystem system)
    {
        using var admin = estate.Admin(system.Host.ClusterName);
        await admin.CoreV1.DeleteNamespacedSecretAsync("karmada-kubeconfig", "karmada-system", cancellationToken: Token);
    }

    private async Task SetServiceAsync(KarmadaSystem system, string type)
    {
        using var admin = estate.Admin(system.Host.ClusterName);
        await admin.CoreV1.PatchNamespacedServiceAsync(
            new V1Patch($$"""{ "spec": { "type": "{{type}}", "loadBalancerClass": "example.com/none" } }""", V1Patch.PatchType.MergePatch), "karmada-apiserver", "karmada-system", cancellationToken: Token);
    }

    private async Task GiveAddressAsync(KarmadaSystem system)
    {
        using var admin = estate.Admin(system.Host.ClusterName);
        await admin.CoreV1.PatchNamespacedServiceStatusAsync(
            new V1Patch("""{"status":{"loadBalancer":{"ingress":[{"ip":"127.0.0.1"}]}}}""", V1Patch.PatchType.MergePatch), "karmada-apiserver", "karmada-system", cancellationToken: Token);
    }
}
