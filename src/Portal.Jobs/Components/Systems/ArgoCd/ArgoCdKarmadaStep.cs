using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Catalog;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.ArgoCd;

/// <summary>
/// Registers Karmada's API with Argo CD as a cluster to deploy to, under an account of its own: what argocd cluster add
/// makes, without Karmada's administrator's certificate leaving the portal.
/// </summary>
internal sealed class ArgoCdKarmadaStep(KubeconfigScreening screening, ComponentCatalog catalog) : ISystemStep
{
    private const string Name = "kurator-portal-karmada";

    /// <summary>There in every Karmada, and carried to no member.</summary>
    private const string AccountHome = "kube-system";

    private const string Account = "kurator-portal-argocd";

    private const string Rbac = "rbac.authorization.k8s.io/v1";

    private const string Remedy = "Remove it where Argo CD does not use it any more, and retry.";

    /// <summary>What an earlier step of the host left.</summary>
    private const string Kubeconfig = "kubeconfig";

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var kubeconfig = await FindAsync(context, cancellationToken) ?? throw ProblemException.Unavailable(
            $"Karmada on {context.Here.ClusterName} is not known yet", "The step that reads how it is reached has not ended.", "Wait until Karmada is installed, and retry.");
        using var client = context.Connections.Connect(kubeconfig);
        var karmada = Karmada(context, client);
        foreach (var item in ArgoCdAccount.Of(AccountHome, Account))
        {
            await karmada.KeepOwnAsync(item, Remedy, cancellationToken);
        }

        var token = await AccountToken.AwaitAsync(karmada, AccountHome, Account, Account, cancellationToken);
        context.Operation.Hide(token.Token);
        var here = await context.OpenAsync(context.Here, cancellationToken);
        var server = await ServerAsync(here, kubeconfig, cancellationToken);
        await here.KeepOwnAsync(Content(catalog.Get("argo-cd").Namespace, server, kubeconfig, token.Token), Remedy, cancellationToken);
        context.Operation.Info($"Argo CD deploys to Karmada at {server.Authority}");
    }

    public Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) => UndoSides.AllAsync(
        async () => await (await context.OpenAsync(context.Here, cancellationToken))
            .RemoveAsync("v1", "Secret", catalog.Get("argo-cd").Namespace, Name, cancellationToken),
        async () =>
        {
            if (await FindAsync(context, cancellationToken) is not { } kubeconfig)
            {
                return;
            }

            using var client = context.Connections.Connect(kubeconfig);
            var karmada = Karmada(context, client);
            await karmada.RemoveAsync(Rbac, "ClusterRoleBinding", null, Account, cancellationToken);
            await karmada.RemoveAsync(Rbac, "ClusterRole", null, Account, cancellationToken);
            await karmada.RemoveAsync("v1", "Secret", AccountHome, Account, cancellationToken);
            await karmada.RemoveAsync("v1", "ServiceAccount", AccountHome, Account, cancellationToken);
        });

    private static SystemCluster Karmada(SystemStepContext context, k8s.IKubernetes client) =>
        new(context.SystemId, context.Here with { ClusterName = $"Karmada on {context.Here.ClusterName}" }, client, context.Looking);

    private async Task<ScreenedKubeconfig?> FindAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        if (await context.FindOutputAsync(SystemSteps.KarmadaAccess, Kubeconfig, context.Here, cancellationToken) is not { } text)
        {
            return null;
        }

        context.Operation.Hide(text);
        return screening.Screen(text, "");
    }

    /// <summary>Argo CD is in the same cluster as Karmada: the service's own address needs no way out of it.</summary>
    private static async Task<Uri> ServerAsync(SystemCluster here, ScreenedKubeconfig kubeconfig, CancellationToken cancellationToken)
    {
        const string Service = "karmada-apiserver";
        const string Namespace = "karmada-system";
        var service = await here.FindAsync("v1", "Service", Namespace, Service, cancellationToken);
        return (int?)service?["spec"]?["ports"]?[0]?["port"] is { } port
            ? new Uri($"https://{Service}.{Namespace}.svc.cluster.local:{port}")
            : kubeconfig.ApiServer;
    }

    private static JsonObject Content(string home, Uri server, ScreenedKubeconfig kubeconfig, string token)
    {
        static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        var tls = new JsonObject { ["insecure"] = false, ["caData"] = Encode(kubeconfig.CertificateAuthority) };
        if (kubeconfig.TlsServerName is { } serverName)
        {
            tls["serverName"] = serverName;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = home,
                ["labels"] = new JsonObject { ["argocd.argoproj.io/secret-type"] = "cluster" },
            },
            ["type"] = "Opaque",
            ["data"] = new JsonObject
            {
                ["name"] = Encode("karmada"),
                ["server"] = Encode(server.AbsoluteUri.TrimEnd('/')),
                ["config"] = Encode(new JsonObject { ["bearerToken"] = token, ["tlsClientConfig"] = tls }.ToJsonString()),
            },
        };
    }
}
