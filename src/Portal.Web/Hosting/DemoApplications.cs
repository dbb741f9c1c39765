using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;

namespace Portal.Web.Hosting;

/// <summary>What the demo's fleet runs.</summary>
internal static class DemoApplications
{
    private const string Shop = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: shop }
        spec:
          replicas: 3
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - name: web
                  image: "registry.example.com/shop/web:1.4.0"
                  ports: [{ containerPort: 8080 }]
                  resources: { requests: { cpu: 500m, memory: 512Mi } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: web, namespace: shop }
        spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
        """;

    private const string Reports = """
        apiVersion: v1
        kind: Namespace
        metadata: { name: reports }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: nightly, namespace: reports }
        spec:
          replicas: 2
          selector: { matchLabels: { app: nightly } }
          template:
            metadata: { labels: { app: nightly } }
            spec:
              containers:
                - name: nightly
                  image: "registry.example.com/reports/nightly:fail"
                  resources: { requests: { cpu: 250m, memory: 256Mi } }
        """;

    public static IEnumerable<ApplicationRequest> Of(Guid fleet) =>
    [
        new("shop", fleet, new ApplicationContent(Shop), "Runs on every cluster of the demo."),
        new(
            "reports", fleet, new ApplicationContent(Reports, new PlacementPolicy { ClusterAffinity = new ClusterAffinity { ClusterNames = ["harbour-edge"] } }),
            "Its image cannot be pulled: what fails looks like this."),
    ];
}
