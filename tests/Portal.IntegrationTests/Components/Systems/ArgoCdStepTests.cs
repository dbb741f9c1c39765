using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.ArgoCd;

namespace Portal.IntegrationTests.Components.Systems;

public sealed class ArgoCdStepTests(SystemClusters clusters) : IClassFixture<SystemClusters>
{
    private const string Name = "kurator-portal-karmada";
    private const string Account = "kurator-portal-argocd";
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Karmada_IsAClusterOfArgoCd_UnderAnAccountOfItsOwn()
    {
        var (system, host, karmada) = await SystemAsync();
        var early = await system.FailAsync<ArgoCdKarmadaStep>(host);
        await GiveAccessAsync(system, host, karmada);
        await SettleAsync(system, host);

        var secret = await system.ReadAsync(host, "v1", "Secret", "argocd", Name);
        Assert.Equal("cluster", (string?)secret["metadata"]!["labels"]!["argocd.argoproj.io/secret-type"]);
        Assert.Equal(["config", "name", "server"], secret["data"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal("karmada", await system.SecretAsync(host, "argocd", Name, "name"));
        Assert.Equal(clusters.Sim.ServerOf(karmada.ClusterName).AbsoluteUri.TrimEnd('/'), await system.SecretAsync(host, "argocd", Name, "server"));
        var config = JsonNode.Parse(await system.SecretAsync(host, "argocd", Name, "config"))!;
        Assert.False((bool?)config["tlsClientConfig"]!["insecure"]);
        Assert.Equal(clusters.Sim.CaPem.Trim(), Encoding.UTF8.GetString(Convert.FromBase64String((string)config["tlsClientConfig"]!["caData"]!)).Trim());
        var token = (string)config["bearerToken"]!;
        Assert.Equal(token, await system.SecretAsync(karmada, "kube-system", Account, "token"));
        Assert.Contains(token, system.Operation.Secrets);
        Assert.Equal(ProblemKind.Unavailable, early.Kind);
        await MayDeployAsync(karmada, token);
        Assert.Empty(system.Faults(host).Concat(system.Faults(karmada)));
    }

    [Fact]
    public async Task Karmada_BesideArgoCd_IsReachedByItsService_AndAllGoesAgain()
    {
        var (system, host, karmada) = await SystemAsync();
        await GiveAccessAsync(system, host, karmada);
        await system.ServiceAsync(host, "karmada-system", "karmada-apiserver", "ClusterIP", "server", 5443);
        await SettleAsync(system, host);
        Assert.Equal("https://karmada-apiserver.karmada-system.svc.cluster.local:5443", await system.SecretAsync(host, "argocd", Name, "server"));

        await system.UndoAsync<ArgoCdKarmadaStep>(host);
        await system.UndoAsync<ArgoCdKarmadaStep>(host);

        Assert.Null(await system.FindAsync(host, "v1", "Secret", "argocd", Name));
        Assert.Null(await system.FindAsync(karmada, "v1", "ServiceAccount", "kube-system", Account));
        Assert.Null(await system.FindAsync(karmada, "v1", "Secret", "kube-system", Account));
        Assert.Null(await system.FindAsync(karmada, Rbac, "ClusterRole", null, Account));
        Assert.Null(await system.FindAsync(karmada, Rbac, "ClusterRoleBinding", null, Account));
    }

    private static async Task SettleAsync(SystemBench system, SystemMember host)
    {
        for (; ; await Task.Yield())
        {
            try
            {
                await system.RunAsync<ArgoCdKarmadaStep>(host);
                return;
            }
            catch (ProblemException waiting) when (waiting.Problem.Kind == ProblemKind.Unavailable && !Token.IsCancellationRequested)
            {
                Assert.Contains("token", waiting.Problem.What, StringComparison.Ordinal);
            }
        }
    }

    private async Task MayDeployAsync(SystemMember karmada, string token)
    {
        using var argo = new k8s.Kubernetes(new KubernetesClientConfiguration
        {
            Host = clusters.Sim.ServerOf(karmada.ClusterName).AbsoluteUri,
            AccessToken = token,
            SkipTlsVerify = true,
        });
        var may = await argo.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview
            {
                Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Verb = "create", Group = "apps", Resource = "deployments", NamespaceProperty = "default" } },
            },
            cancellationToken: Token);
        Assert.True(may.Status.Allowed);
    }

    private Task GiveAccessAsync(SystemBench system, SystemMember host, SystemMember karmada) =>
        system.Outputs.SaveAsync(system.Id, host.ClusterId, "karmada-access", "kubeconfig", clusters.Sim.Kubeconfig(karmada.ClusterName), Token);

    /// <summary>A third cluster stands for Karmada's own API.</summary>
    private async Task<(SystemBench System, SystemMember Host, SystemMember Karmada)> SystemAsync()
    {
        var system = new SystemBench(clusters, "argocd-karmada");
        var (host, karmada) = (await system.AddAsync("host"), await system.AddAsync("karmada"));
        await system.NamespaceAsync(host, "argocd");
        return (system, host, karmada);
    }
}
