using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>An application that is delivered to some of an estate's clusters, and has a newer revision that is not.</summary>
public static class ShopApplication
{
    private const string Source = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop-settings, namespace: default}
        data: {currency: EUR}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: shop, namespace: default}
        spec:
          selector: {app: shop}
          ports: [{port: 80, targetPort: 8080}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: shop}}
          template:
            metadata: {labels: {app: shop}}
            spec:
              containers: [{name: shop, image: "registry.example.com/shop/web:1.0"}]
        """;

    /// <summary>Starts the delivery; the caller waits for the operation.</summary>
    public static async Task<(Guid Application, Guid Operation)> DeliverAsync(
        FleetFixture fixture, Guid fleet, string[] clusters, CancellationToken cancellationToken)
    {
        var applications = fixture.Portal.Services.GetRequiredService<IApplications>();
        var shop = (await applications.CreateAsync(
            new ApplicationRequest("shop", fleet, Content(clusters), "What customers see."), Actor.Portal, cancellationToken)).Summary.Id;
        var operation = await fixture.Portal.Services.GetRequiredService<IApplicationDelivery>()
            .DeliverAsync(shop, new DeliverRequest(), Actor.Portal, cancellationToken);
        await applications.AddRevisionAsync(
            shop,
            Content(clusters) with { Source = Source.Replace("web:1.0", "web:1.1", StringComparison.Ordinal), Note = "Web 1.1" },
            Actor.Portal, cancellationToken);
        return (shop, operation);
    }

    private static ApplicationContent Content(string[] clusters) => new(
        Source,
        new PlacementPolicy { ClusterAffinity = new ClusterAffinity { ClusterNames = clusters } },
        [
            new OverrideRule
            {
                TargetCluster = new ClusterAffinity { ClusterNames = clusters[..1] },
                Overriders = new Overriders { ImageOverrider = [new ImageOverrider("Registry", "replace", "mirror.example.com")] },
            },
        ]);
}
