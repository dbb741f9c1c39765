using Portal.Core.Distribution.Applications;
using Portal.Core.GoldenPaths;

namespace Portal.Web.GoldenPaths;

/// <summary>What the editor of a new golden path begins with: a web service with its metrics and an alert.</summary>
internal static class GoldenPathStarter
{
    private const string Schema = """
        type: object
        required: [image]
        properties:
          image: { type: string, title: Image, examples: [registry.example.com/shop/web:1.0.0], pattern: '^[a-z0-9./:@_-]+$' }
          replicas: { type: integer, title: Replicas, default: 2, minimum: 1, maximum: 20 }
          port: { type: integer, title: Port, default: 8080, minimum: 1, maximum: 65535 }

        """;

    private const string Template = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: "${application}" }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: "${application}", namespace: "${application}" }
        spec:
          replicas: ${replicas}
          selector: { matchLabels: { app: "${application}" } }
          template:
            metadata: { labels: { app: "${application}" } }
            spec:
              containers:
                - name: web
                  image: ${image}
                  ports: [{ name: http, containerPort: "${port}" }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: "${application}", namespace: "${application}", labels: { app: "${application}" } }
        spec:
          selector: { app: "${application}" }
          ports: [{ name: http, port: 80, targetPort: http }]
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: { name: "${application}", namespace: "${application}" }
        spec:
          selector: { matchLabels: { app: "${application}" } }
          endpoints: [{ port: http }]
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: { name: "${application}", namespace: "${application}" }
        spec:
          groups:
            - name: ${application}
              rules:
                - alert: TooFewReplicas
                  expr: kube_deployment_status_replicas_available{namespace="${application}"} < ${replicas}
                  for: 10m
                  labels: { severity: warning }

        """;

    public static GoldenPathDetail Path { get; } = new(
        new GoldenPathSummary("", "", "", GoldenPathState.Draft, 0, default, "", 0), Schema, Template, new ApplicationPolicy());
}
