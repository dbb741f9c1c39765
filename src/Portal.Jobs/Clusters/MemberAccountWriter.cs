using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Portal.Core.Clusters;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Clusters;

/// <summary>Creates <see cref="MemberAccount"/> in one member by server-side apply: once or many times, with the same outcome.</summary>
internal sealed class MemberAccountWriter(IKubernetes client, Guid clusterId, string clusterName)
{
    private const string Name = MemberAccount.Name;

    /// <summary>Refuses objects of this name that another portal or another join has made.</summary>
    public async Task CheckOwnerAsync(CancellationToken cancellationToken)
    {
        await CheckAsync("Namespace", () => client.CoreV1.ReadNamespaceAsync(Name, cancellationToken: cancellationToken));
        await CheckAsync("ClusterRole", () => client.RbacAuthorizationV1.ReadClusterRoleAsync(Name, cancellationToken: cancellationToken));
        await CheckAsync("ClusterRoleBinding", () => client.RbacAuthorizationV1.ReadClusterRoleBindingAsync(Name, cancellationToken: cancellationToken));
    }

    public async Task ApplyAsync(StepContext context, CancellationToken cancellationToken)
    {
        var space = await client.CoreV1.PatchNamespaceAsync(
            Patch(MemberAccount.Namespace(clusterId, null)), Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        if (space.Metadata.DeletionTimestamp is not null)
        {
            throw ProblemException.Unavailable(
                $"Namespace {Name} in {clusterName} is being deleted",
                "An earlier leave has not ended there.",
                "Wait until it is gone; if it does not go, look at its conditions and finalizers.");
        }

        context.Info($"Namespace {Name}: applied");
        await client.CoreV1.PatchNamespacedServiceAccountAsync(
            Patch(MemberAccount.ServiceAccount(clusterId)), Name, Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        context.Info($"ServiceAccount {Name}/{Name}: applied");
        await client.RbacAuthorizationV1.PatchClusterRoleAsync(
            Patch(MemberAccount.Role(clusterId, null)), Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        context.Info($"ClusterRole {Name}: applied");
        var binding = await client.RbacAuthorizationV1.PatchClusterRoleBindingAsync(
            Patch(MemberAccount.Binding(clusterId)), Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        context.Info($"ClusterRoleBinding {Name}: applied");

        await client.CoreV1.PatchNamespaceAsync(
            Patch(MemberAccount.Namespace(clusterId, binding.Metadata.Uid)), Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        await client.RbacAuthorizationV1.PatchClusterRoleAsync(
            Patch(MemberAccount.Role(clusterId, binding.Metadata.Uid)), Name, fieldManager: MemberAccount.FieldManager, force: true, cancellationToken: cancellationToken);
        context.Info("Namespace and ClusterRole belong to the binding: one delete removes all of them.");
    }

    private async Task CheckAsync<T>(string kind, Func<Task<T>> read)
        where T : IMetadata<V1ObjectMeta>
    {
        T item;
        try
        {
            item = await read();
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode == HttpStatusCode.NotFound)
        {
            return;
        }

        if (!MemberAccount.IsOwn(item.Metadata, clusterId))
        {
            throw ProblemException.Conflict(
                $"Cluster {clusterName} already has a {kind} named {Name}",
                "Another portal, or another join of this cluster, has made it.",
                $"Let the cluster leave there first. To clear what is left: kubectl delete clusterrolebinding,clusterrole,namespace {Name}");
        }
    }

    private static V1Patch Patch<T>(T item) => new(KubernetesJson.Serialize(item), V1Patch.PatchType.ApplyPatch);
}
