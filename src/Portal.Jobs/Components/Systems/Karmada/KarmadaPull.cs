using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Joins a member in pull mode: the agent's rights in Karmada, its identity, and the agent, which registers the member by itself.</summary>
internal sealed class KarmadaPull(AgentCertificate certificates, KubeconfigScreening screening)
{
    private const string ControllerManager = "karmada-controller-manager";

    /// <param name="admin">How the portal reaches Karmada; the agent reaches it the same way.</param>
    public async Task RunAsync(
        SystemStepContext context, KarmadaApi karmada, ScreenedKubeconfig admin, KarmadaMember member, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        var objects = await context.ReadAsync(context.Here, cancellationToken);
        var writer = await context.WriteAsync(context.Here, cancellationToken);
        await CheckAsync(context, objects, cancellationToken);
        var image = await FindImageAsync(context, cancellationToken);

        foreach (var right in AgentRights.Of(name))
        {
            await karmada.ApplyAsync(right, cancellationToken);
        }

        var space = await writer.ApplyAsync(KarmadaManifests.Namespace(KarmadaNames.SystemNamespace), cancellationToken);
        if (space["metadata"]?["deletionTimestamp"] is not null)
        {
            throw ProblemException.Unavailable(
                $"Namespace {KarmadaNames.SystemNamespace} in {name} is being deleted", "An earlier unjoin has not ended there.",
                "Wait until it is gone; if it does not go, look at its conditions and finalizers.");
        }

        var renewed = await IdentifyAsync(context, karmada, admin, objects, writer, cancellationToken);
        await writer.ApplyAsync(KarmadaManifests.Account(AgentNames.Account, KarmadaNames.SystemNamespace), cancellationToken);
        await writer.ApplyAsync(KarmadaManifests.ClusterRole(AgentNames.Agent, KarmadaRights.OfAgent(context.Settings)), cancellationToken);
        await writer.ApplyAsync(KarmadaManifests.ClusterRoleBinding(AgentNames.Agent, AgentNames.Account, KarmadaNames.SystemNamespace), cancellationToken);
        await writer.ApplyAsync(AgentManifests.Deployment(name, image, member, KarmadaRights.IsNarrow(context.Settings), renewed), cancellationToken);
        context.Operation.Info($"Deployment {KarmadaNames.SystemNamespace}/{AgentNames.Agent}: applied, image {image}");
    }

    /// <summary>What is there and is not the portal's belongs to another Karmada, or is Karmada's own on its host.</summary>
    private static async Task CheckAsync(SystemStepContext context, ClusterObjects member, CancellationToken cancellationToken)
    {
        (string ApiVersion, string Kind, string Name, string? Namespace)[] made =
        [
            ("v1", "Secret", AgentNames.Kubeconfig, KarmadaNames.SystemNamespace), ("v1", "ServiceAccount", AgentNames.Account, KarmadaNames.SystemNamespace),
            ("apps/v1", "Deployment", AgentNames.Agent, KarmadaNames.SystemNamespace), ("rbac.authorization.k8s.io/v1", "ClusterRole", AgentNames.Agent, null),
            ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", AgentNames.Agent, null),
        ];
        foreach (var (apiVersion, kind, name, space) in made)
        {
            if (await member.FindAsync(apiVersion, kind, name, space, cancellationToken) is { } there && !Ownership.IsOurs(there))
            {
                throw ProblemException.Conflict(
                    $"Cluster {context.Here.ClusterName} already has a {kind} named {name}",
                    "Somebody else has made it: it belongs to another Karmada, or Karmada itself is installed there.",
                    "Unregister the cluster there first, or join it in push mode.");
            }
        }
    }

    /// <summary>Gives the agent its kubeconfig; the certificate is kept until two thirds of its life are over.</summary>
    /// <returns>What changes with the kubeconfig, from its second version on.</returns>
    private async Task<string?> IdentifyAsync(
        SystemStepContext context, KarmadaApi karmada, ScreenedKubeconfig admin, ClusterObjects objects, ClusterWriter writer, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        var secret = await objects.FindAsync("v1", "Secret", AgentNames.Kubeconfig, KarmadaNames.SystemNamespace, cancellationToken);
        var before = (string?)secret?["data"]?[AgentNames.Kubeconfig] is { } data ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : null;
        var known = before is null ? null : screening.Screen(before, "");
        var (certificate, key) = known is { ClientCertificate: { } kept, ClientKey: { } its } && certificates.IsFresh(kept, name)
            ? (kept, its)
            : await certificates.IssueAsync(karmada, name, cancellationToken);
        context.Operation.Hide(key);
        var kubeconfig = KarmadaKubeconfig.WriteAgent(admin, name, certificate, key);
        context.Operation.Hide(kubeconfig);
        if (kubeconfig == before)
        {
            var deployment = await objects.FindAsync("apps/v1", "Deployment", AgentNames.Agent, KarmadaNames.SystemNamespace, cancellationToken);
            return (string?)deployment?["spec"]?["template"]?["metadata"]?["annotations"]?[AgentManifests.Renewed];
        }

        await writer.ApplyAsync(AgentManifests.Kubeconfig(kubeconfig), cancellationToken);
        context.Operation.Info($"Secret {KarmadaNames.SystemNamespace}/{AgentNames.Kubeconfig}: {(before is null ? "made" : "renewed")}");
        return before is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificate + admin.ApiServer)))[..16];
    }

    /// <summary>Of Karmada's own version, and from where Karmada's own images come.</summary>
    private static async Task<string> FindImageAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var host = await context.ReadAsync(context.In(KarmadaAccess.Host)[0], cancellationToken);
        var manager = await host.FindAsync("apps/v1", "Deployment", ControllerManager, KarmadaNames.SystemNamespace, cancellationToken);
        var image = (manager?["spec"]?["template"]?["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(container => (string?)container["image"] ?? "").FirstOrDefault(text => text.Contains(ControllerManager, StringComparison.Ordinal));
        return image?.Replace(ControllerManager, AgentNames.Agent, StringComparison.Ordinal) ?? throw ProblemException.Unavailable(
            $"The agent's version for {context.Here.ClusterName} is not known", $"The host has no Deployment {ControllerManager} to take it from.",
            "Wait until Karmada is ready on the host, and retry.");
    }
}
