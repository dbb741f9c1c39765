using System.Collections.Frozen;
using Portal.Core.Components.Manifests;

namespace Portal.Core.Distribution.Sources;

/// <summary>What is known of Kubernetes' own kinds without asking a cluster: which have no namespace, and in which order they are made.</summary>
public static class KnownKinds
{
    private static readonly FrozenSet<string> ClusterScoped = new[]
    {
        "/Namespace", "/PersistentVolume", "apiextensions.k8s.io/CustomResourceDefinition", "rbac.authorization.k8s.io/ClusterRole",
        "rbac.authorization.k8s.io/ClusterRoleBinding", "storage.k8s.io/StorageClass", "storage.k8s.io/CSIDriver", "scheduling.k8s.io/PriorityClass",
        "networking.k8s.io/IngressClass", "node.k8s.io/RuntimeClass", "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
        "admissionregistration.k8s.io/MutatingWebhookConfiguration", "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding", "apiregistration.k8s.io/APIService",
        "flowcontrol.apiserver.k8s.io/FlowSchema", "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> NeverDelivered = new[] { "Node", "Event", "Lease", "Endpoints", "EndpointSlice", "Binding", "TokenReview", "SubjectAccessReview" }.ToFrozenSet();

    // What others stand on comes first; what nobody here knows (custom resources) comes with the workloads' successors.
    private static readonly string[][] Order =
    [
        ["ClusterOverridePolicy", "ClusterPropagationPolicy"],
        ["Namespace"],
        ["OverridePolicy", "PropagationPolicy"],
        ["CustomResourceDefinition"],
        ["PriorityClass", "StorageClass", "RuntimeClass", "IngressClass", "CSIDriver", "ResourceQuota", "LimitRange", "NetworkPolicy", "PersistentVolume"],
        ["ServiceAccount", "Secret", "ConfigMap", "PersistentVolumeClaim"],
        ["ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding"],
        ["Service"],
        ["Pod", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"],
        ["HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress"],
    ];

    private static readonly FrozenDictionary<string, int> Ranks =
        Order.SelectMany((kinds, rank) => kinds.Select(kind => (kind, rank))).ToFrozenDictionary(pair => pair.kind, pair => pair.rank);

    private static readonly int Last = Order.Length;
    private static readonly string[] Custom = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService"];

    public static bool IsClusterScoped(ManifestObject item) => ClusterScoped.Contains($"{item.Group}/{item.Kind}");

    /// <summary>True for kinds that belong to the cluster's own life.</summary>
    public static bool IsNeverDelivered(string kind) => NeverDelivered.Contains(kind);

    /// <summary>The smaller, the earlier it is made and the later it is removed. Webhooks come last: they could refuse what serves them.</summary>
    public static int Rank(string group, string kind) =>
        Custom.Contains(kind) ? Last + 1 : group.Length == 0 || group.Contains(".k8s.io", StringComparison.Ordinal) || group is "apps" or "batch" or "autoscaling" or "policy" or "policy.karmada.io"
            ? Ranks.GetValueOrDefault(kind, Last) : Last;
}
