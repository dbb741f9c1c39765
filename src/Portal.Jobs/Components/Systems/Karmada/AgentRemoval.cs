using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Removes the agent and its identity from a member, and its rights from Karmada. On Karmada's own host much has the same names: only what is this agent's goes.</summary>
internal static class AgentRemoval
{
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    public static async Task FromKarmadaAsync(KarmadaApi karmada, string cluster, CancellationToken cancellationToken)
    {
        var (secrets, works) = (KarmadaNames.ClusterNamespace, KarmadaNames.ExecutionSpace(cluster));
        await karmada.DeleteAsync(Rbac, "ClusterRoleBinding", null, AgentNames.Role(cluster), cancellationToken);
        await karmada.DeleteAsync(Rbac, "ClusterRole", null, AgentNames.Role(cluster), cancellationToken);
        await karmada.DeleteAsync(Rbac, "RoleBinding", secrets, AgentNames.SecretRole(cluster), cancellationToken);
        await karmada.DeleteAsync(Rbac, "Role", secrets, AgentNames.SecretRole(cluster), cancellationToken);
        await karmada.DeleteAsync(Rbac, "RoleBinding", works, AgentNames.WorkRole(cluster), cancellationToken);
        await karmada.DeleteAsync(Rbac, "Role", works, AgentNames.WorkRole(cluster), cancellationToken);
    }

    /// <summary>The Deployment last: it tells, at a second try, that the rest is this agent's.</summary>
    public static async Task FromMemberAsync(StepContext log, ClusterObjects objects, ClusterWriter writer, string cluster, CancellationToken cancellationToken)
    {
        var agent = await objects.FindAsync("apps/v1", "Deployment", AgentNames.Agent, KarmadaNames.SystemNamespace, cancellationToken);
        var named = agent is not null && Command(agent).Contains($"--cluster-name={cluster}");
        await DeleteAsync(Rbac, "ClusterRoleBinding", AgentNames.Agent, null, IsOwn);
        await DeleteAsync(Rbac, "ClusterRole", AgentNames.Agent, null, IsOwn);
        await DeleteAsync("v1", "ServiceAccount", AgentNames.Account, KarmadaNames.SystemNamespace, IsOwn);
        await DeleteAsync("v1", "Secret", AgentNames.Kubeconfig, KarmadaNames.SystemNamespace, item => IsOwn(item) && item["data"]?[AgentNames.Kubeconfig] is not null);
        await DeleteAsync("apps/v1", "Deployment", AgentNames.Agent, KarmadaNames.SystemNamespace, IsOwn);

        bool IsOwn(JsonObject item) => named || Ownership.IsOurs(item);

        async Task DeleteAsync(string apiVersion, string kind, string name, string? space, Func<JsonObject, bool> own)
        {
            if (await writer.DeleteAsync(apiVersion, kind, space, name, own, cancellationToken))
            {
                log.Info($"Removed: {kind} {name}");
            }
        }
    }

    private static IEnumerable<string> Command(JsonObject deployment) =>
        (deployment["spec"]?["template"]?["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(container => container["command"] as JsonArray ?? []).Select(part => (string?)part ?? "");
}
