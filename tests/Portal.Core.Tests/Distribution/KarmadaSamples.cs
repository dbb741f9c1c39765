using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

/// <summary>An application that uses all of what Karmada's policies can say.</summary>
internal static class KarmadaSamples
{
    public static readonly ApplicationPolicy Rich = new()
    {
        ConflictResolution = ConflictResolution.Overwrite,
        Priority = 7,
        Preemption = Preemption.Always,
        Placement = new PlacementPolicy
        {
            ClusterAffinities =
            [
                new ClusterAffinityTerm
                {
                    AffinityName = "north",
                    LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["env"] = "prod" }, MatchExpressions = [new SelectorRequirement("tier", "Exists")] },
                    FieldSelector = new FieldSelector { MatchExpressions = [new SelectorRequirement("region", "In", ["north"])] },
                    Exclude = ["m9"],
                },
                new ClusterAffinityTerm { AffinityName = "rest" },
            ],
            ClusterTolerations = [new ClusterToleration("cluster.karmada.io/not-ready", "Exists", Effect: "NoExecute", TolerationSeconds: 20)],
            SpreadConstraints = [new SpreadConstraint("region", 2, 3), new SpreadConstraint("cluster", 2, 4)],
            ReplicaScheduling = new ReplicaScheduling("Divided"),
        },
        Overrides =
        [
            Images("m1", "one.example.com"),
            Images("m2", "two.example.com"),
            new OverrideRule
            {
                Overriders = new Overriders
                {
                    LabelsOverrider = [new MapOverrider("add", new Dictionary<string, string> { ["where"] = "south" })],
                    Plaintext = [new PlaintextOverrider("/metadata/annotations/note", "add", "x")],
                },
            },
            new OverrideRule
            {
                ResourceSelectors = [new ResourceSelector("apps/v1", "Deployment", "shop", "web")],
                Overriders = new Overriders { CommandOverrider = [new CommandOverrider("main", "add", ["-v"])], ArgsOverrider = [new CommandOverrider("main", "remove", ["-q"])] },
            },
        ],
    };

    public const string Source = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              serviceAccountName: runner
              imagePullSecrets: [{name: pull}]
              volumes:
                - {name: a, configMap: {name: from-volume}}
                - {name: b, projected: {sources: [{secret: {name: projected}}]}}
                - {name: c, persistentVolumeClaim: {claimName: data}}
              containers:
                - name: main
                  image: web:1
                  envFrom: [{configMapRef: {name: from-env}}]
                  env: [{name: K, valueFrom: {secretKeyRef: {name: from-key, key: k}}}]
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: from-volume, namespace: shop}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: from-env, namespace: shop}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: alone, namespace: shop}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: projected, namespace: shop}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: from-key, namespace: shop}, stringData: {k: v}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: pull, namespace: shop}}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: runner, namespace: shop}}
        ---
        {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: carts.example.com}
        spec: {group: example.com, scope: Cluster, names: {plural: carts, kind: Cart}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
        ---
        {apiVersion: example.com/v1, kind: Cart, metadata: {name: first}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: reader}, rules: []}
        """;

    private static OverrideRule Images(string cluster, string registry) => new()
    {
        TargetCluster = new ClusterAffinity { ClusterNames = [cluster] },
        Overriders = new Overriders { ImageOverrider = [new ImageOverrider("Registry", "replace", registry)] },
    };
}
