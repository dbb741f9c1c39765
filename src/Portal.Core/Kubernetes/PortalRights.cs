using k8s.Models;

namespace Portal.Core.Kubernetes;

/// <summary>
/// The rights of the portal's ServiceAccount in a member, rule by rule: what the pre-flight check asks about, what the
/// join grants, and what the person is shown before. docs/decisions says why the second tier is as wide as it is.
/// </summary>
public static class PortalRights
{
    /// <summary>The name of the namespace, the ServiceAccount, the ClusterRole and its binding.</summary>
    public const string AccountName = "kurator-portal";

    private const string Rbac = "rbac.authorization.k8s.io";

    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Own = ["get", "patch", "update", "delete"];
    private static readonly string[] Write = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    /// <summary>Every rule, base rights first. A rule's parts are listed so that its last stands for it.</summary>
    public static IReadOnlyList<PortalRight> All { get; } =
    [
        Paths("See whether the API server is ready, its version and its APIs.", "get", "/healthz", "/livez", "/readyz", "/readyz/*", "/openapi/*", "/api", "/api/*", "/apis", "/apis/*", "/version"),
        Base("Read nodes and their capacity, what pods request of it, namespaces, and events.", Read, [""], ["events", "namespaces", "pods", "nodes"]),
        Base("Read events in their newer form.", Read, ["events.k8s.io"], ["events"]),
        Base("See whether the workloads of a component are ready.", Read, ["apps"], ["daemonsets", "replicasets", "statefulsets", "deployments"]),
        Base("See whether the jobs of a component have ended.", Read, ["batch"], ["jobs"]),
        Base("See which kinds of objects the cluster knows.", Read, ["apiextensions.k8s.io"], ["customresourcedefinitions"]),
        Base("Ask what the portal itself may do.", ["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews"]),
        Account("Renew the portal's own token before it expires.", ["create"], "", "serviceaccounts/token"),
        Account("Look after the portal's own account, and remove it when the cluster leaves.", Own, "", "serviceaccounts", "namespaces"),
        Account("The same for the account's own role.", Own, Rbac, "clusterroles", "clusterrolebindings"),
        Base("Pass on what people do themselves as them: users and groups that begin with portal:, which RBAC cannot say. What each may do is what the cluster grants them.", ["impersonate"], [""], ["users", "groups"]),

        Component("Namespaces of components.", Write, "", "namespaces"),
        Component("What charts are made of. Includes secrets: helm keeps its releases in them, and charts make certificates.", Write, "", "configmaps", "endpoints", "limitranges", "persistentvolumeclaims", "pods", "replicationcontrollers", "resourcequotas", "secrets", "serviceaccounts", "services"),
        Component("Cordon an edge node and remove it, when a person asks for it.", ["patch", "delete"], "", "nodes"),
        Component("Move the pods of an edge node away before that, within their disruption budgets.", ["create"], "", "pods/eviction"),
        Component("Logs of a component's pods, to say why it is not ready.", ["get"], "", "pods/log"),
        Component("Ask a component's metrics through the API server, where they have no address of their own.", ["get", "create"], "", "services/proxy"),
        Component("Labels of nodes: which of them carry the tunnels between clusters.", ["patch"], "", "nodes"),
        Component("Workloads.", Write, "apps", "controllerrevisions", "daemonsets", "replicasets", "statefulsets", "deployments"),
        Component("Jobs, among them the hooks of charts.", Write, "batch", "cronjobs", "jobs"),
        Component("Scaling.", Write, "autoscaling", "horizontalpodautoscalers"),
        Component("Disruption budgets.", Write, "policy", "poddisruptionbudgets"),
        Component("Ways in, and rules between pods.", Write, "networking.k8s.io", "ingressclasses", "ingresses", "networkpolicies"),
        Component("Addresses behind services.", Write, "discovery.k8s.io", "endpointslices"),
        Component("Classes of storage.", Write, "storage.k8s.io", "csidrivers", "storageclasses"),
        Component("Classes of snapshots.", Write, "snapshot.storage.k8s.io", "volumesnapshotclasses"),
        Component("Shares of the API server's time.", Write, "flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations", "flowschemas"),
        Component("Priorities of a component's pods.", Write, "scheduling.k8s.io", "priorityclasses"),
        Component("Leases of a component's controllers.", Write, "coordination.k8s.io", "leases"),
        Component("New kinds of objects.", Write, "apiextensions.k8s.io", "customresourcedefinitions"),
        Component("Admission webhooks and policies of components.", Write, "admissionregistration.k8s.io", "validatingadmissionpolicies", "validatingadmissionpolicybindings", "mutatingwebhookconfigurations", "validatingwebhookconfigurations"),
        Component("APIs that a component serves.", Write, "apiregistration.k8s.io", "apiservices"),
        Component("Roles of a component's own accounts. To grant what a chart asks for without holding it, the portal needs escalate and bind: this makes its account as strong as an administrator's.", [.. Write, "escalate", "bind"], Rbac, "roles", "clusterroles"),
        Component("Bindings of those roles.", Write, Rbac, "rolebindings", "clusterrolebindings"),
        Component("Where the cluster is the API of a Karmada: the policies of applications that Karmada delivers.", Write, "policy.karmada.io", "clusteroverridepolicies", "clusterpropagationpolicies", "overridepolicies", "propagationpolicies"),
        new(RightTier.Components, "There, what Karmada says of its members and of what it carries to them.", new V1PolicyRule
        {
            ApiGroups = ["cluster.karmada.io", "work.karmada.io"],
            Resources = ["*"],
            Verbs = Read,
        }),
        new(RightTier.Components, "Objects of the kinds that the catalogue's components bring.", new V1PolicyRule
        {
            ApiGroups =
            [
                "acme.cert-manager.io", "apps.kubeedge.io", "argoproj.io", "ceph.rook.io", "cert-manager.io",
                "core.kappital.io", "devices.kubeedge.io", "extensions.istio.io", "flagger.app", "helm.toolkit.fluxcd.io",
                "image.toolkit.fluxcd.io", "kustomize.toolkit.fluxcd.io", "kyverno.io", "multicluster.x-k8s.io",
                "networking.istio.io", "notification.toolkit.fluxcd.io", "objectbucket.io", "operations.kubeedge.io",
                "operators.coreos.com", "policies.kyverno.io", "policy.kubeedge.io", "px.dev", "reliablesyncs.kubeedge.io",
                "reports.kyverno.io", "resolution.tekton.dev", "rules.kubeedge.io", "security.istio.io",
                "source.toolkit.fluxcd.io", "submariner.io", "tekton.dev", "telemetry.istio.io", "velero.io",
                "wgpolicyk8s.io", "config.volcano.sh", "shard.volcano.sh", "monitoring.coreos.com", "bus.volcano.sh",
                "flow.volcano.sh", "nodeinfo.volcano.sh", "topology.volcano.sh", "scheduling.volcano.sh", "batch.volcano.sh",
            ],
            Resources = ["*"],
            Verbs = Write,
        }),
    ];

    /// <summary>The rules of the ClusterRole.</summary>
    public static IReadOnlyList<V1PolicyRule> Rules { get; } = [.. All.Select(right => right.Rule)];

    private static PortalRight Paths(string reason, string verb, params string[] paths) =>
        new(RightTier.Base, reason, new V1PolicyRule { NonResourceURLs = paths, Verbs = [verb] });

    private static PortalRight Base(string reason, string[] verbs, string[] groups, string[] resources) =>
        new(RightTier.Base, reason, new V1PolicyRule { ApiGroups = groups, Resources = resources, Verbs = verbs });

    private static PortalRight Account(string reason, string[] verbs, string group, params string[] resources) =>
        new(RightTier.Base, reason, new V1PolicyRule { ApiGroups = [group], Resources = resources, ResourceNames = [AccountName], Verbs = verbs });

    private static PortalRight Component(string reason, string[] verbs, string group, params string[] resources) =>
        new(RightTier.Components, reason, new V1PolicyRule { ApiGroups = [group], Resources = resources, Verbs = verbs });
}
