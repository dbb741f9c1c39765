namespace Portal.Benchmarks.Delivery;

/// <summary>An application as teams have it: two workloads with what they need.</summary>
internal static class TenObjects
{
    public static string Manifests(string name, string tag) => $$$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{{name}}}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: runner, namespace: {{{name}}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: {{{name}}}}
        data: {colour: blue, level: info}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: pages, namespace: {{{name}}}}
        data: {index: "<h1>Hello</h1>"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: key, namespace: {{{name}}}}
        stringData: {key: none}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: {{{name}}}}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: cache, namespace: {{{name}}}}
        spec: {selector: {app: cache}, ports: [{port: 6379}]}
        ---
        {{{Workload(name, "web", tag)}}}
        ---
        {{{Workload(name, "cache", tag)}}}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: {{{name}}}}
        spec: {minAvailable: 1, selector: {matchLabels: {app: web} } }
        """;

    private static string Workload(string space, string name, string tag) => $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{{name}}}, namespace: {{{space}}}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: {{{name}}} } }
          template:
            metadata: {labels: {app: {{{name}}} } }
            spec: {serviceAccountName: runner, containers: [{name: main, image: "registry.example.com/{{{name}}}:{{{tag}}}"}]}
        """;
}
