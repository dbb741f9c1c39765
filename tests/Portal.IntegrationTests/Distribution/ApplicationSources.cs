using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;

namespace Portal.IntegrationTests.Distribution;

/// <summary>Applications as people describe them.</summary>
internal static class ApplicationSources
{
    public const string Group = "shop.example.com";

    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: carts.shop.example.com
        spec:
          group: shop.example.com
          scope: Namespaced
          names: {plural: carts, singular: cart, kind: Cart, listKind: CartList}
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec:
                      type: object
                      properties:
                        size: {type: integer}
        """;

    private const string Cart = """
        apiVersion: shop.example.com/v1
        kind: Cart
        metadata: {name: first, namespace: shop}
        spec: {size: 3}
        """;

    private const string Config = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: shop}
        data: {colour: blue}
        """;

    /// <summary>Namespace, Deployment and Service; with or without the ConfigMap; with a definition and an object of it.</summary>
    public static string Shop(bool config = true, int replicas = 1) => string.Join("\n---\n",
    [
        .. config ? [Config] : Array.Empty<string>(),
        Cart,
        Definition,
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: COUNT
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: main
                  image: registry.example.com/shop/web:1.0
        """.Replace("COUNT", replicas.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """,
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """,
    ]);

    /// <summary>On these clusters; the image of a1 comes from another registry.</summary>
    public static ApplicationContent On(string source, params string[] clusters) => new(
        source,
        new PlacementPolicy { ClusterAffinity = new ClusterAffinity { ClusterNames = clusters } },
        [
            new OverrideRule
            {
                TargetCluster = new ClusterAffinity { ClusterNames = ["a1"] },
                Overriders = new Overriders { ImageOverrider = [new ImageOverrider("Registry", "replace", "mirror.example.com")] },
            },
        ]);
}
