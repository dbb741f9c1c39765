using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;

namespace Portal.Core.Clusters;

/// <summary>
/// What a join creates in a member: a namespace, a ServiceAccount, a ClusterRole and the binding of the two. All belong
/// to the binding: when it is deleted, the account has no rights from that moment on, and the member's own garbage
/// collector removes the rest. An account cannot remove itself in any other order, as each object carries its rights.
/// </summary>
public static class MemberAccount
{
    /// <summary>The name of all four objects.</summary>
    public const string Name = PortalRights.AccountName;

    /// <summary>The field manager of every write of the portal.</summary>
    public const string FieldManager = "kurator-portal";

    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Says whose the objects are: ids of clusters are unique over all portals.</summary>
    public const string ClusterIdLabel = "kurator-portal.io/cluster-id";

    /// <summary>What the portal asks for; a cluster may give less.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(7);

    public static V1Namespace Namespace(Guid clusterId, string? bindingUid) => new()
    {
        ApiVersion = "v1",
        Kind = "Namespace",
        Metadata = Metadata(clusterId, bindingUid),
    };

    public static V1ServiceAccount ServiceAccount(Guid clusterId)
    {
        var metadata = Metadata(clusterId, null);
        metadata.NamespaceProperty = Name;

        // Pods are not meant to run as it: the portal asks for its tokens itself.
        return new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = metadata, AutomountServiceAccountToken = false };
    }

    public static V1ClusterRole Role(Guid clusterId, string? bindingUid) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "ClusterRole",
        Metadata = Metadata(clusterId, bindingUid),
        Rules = [.. PortalRights.Rules],
    };

    public static V1ClusterRoleBinding Binding(Guid clusterId) => new()
    {
        ApiVersion = "rbac.authorization.k8s.io/v1",
        Kind = "ClusterRoleBinding",
        Metadata = Metadata(clusterId, null),
        RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = Name },
        Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = Name, NamespaceProperty = Name }],
    };

    /// <summary>All four as YAML, in the order in which they are applied. Without a binding's UID they belong to nothing yet.</summary>
    public static string Manifest(Guid clusterId) => string.Join(
        "---\n",
        new IKubernetesObject[] { Namespace(clusterId, null), ServiceAccount(clusterId), Role(clusterId, null), Binding(clusterId) }
            .Select(item => KubernetesYaml.Serialize(item).TrimEnd() + "\n"));

    /// <summary>The two that are applied again once the binding has its UID.</summary>
    public static string OwnedManifest(Guid clusterId, string bindingUid) => string.Join(
        "---\n",
        new IKubernetesObject[] { Namespace(clusterId, bindingUid), Role(clusterId, bindingUid) }
            .Select(item => KubernetesYaml.Serialize(item).TrimEnd() + "\n"));

    /// <summary>True when a join of this cluster made the object.</summary>
    public static bool IsOwn(V1ObjectMeta? metadata, Guid clusterId) =>
        metadata?.Labels is { } labels && labels.TryGetValue(ClusterIdLabel, out var owner) && owner == clusterId.ToString();

    internal static V1ObjectMeta Metadata(Guid clusterId, string? bindingUid, string name = Name) => new()
    {
        Name = name,
        Labels = new Dictionary<string, string>
        {
            [ManagedByLabel] = FieldManager,
            [ClusterIdLabel] = clusterId.ToString(),
        },
        OwnerReferences = bindingUid is null
            ? null
            :
            [
                new V1OwnerReference
                {
                    ApiVersion = "rbac.authorization.k8s.io/v1",
                    Kind = "ClusterRoleBinding",
                    Name = Name,
                    Uid = bindingUid,
                },
            ],
    };
}
