using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.GoldenPaths;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A golden path that a platform team has published.</summary>
public static class ServicePath
{
    public const string Name = "web-service";

    private const string Schema = """
        type: object
        required: [image]
        properties:
          image: { type: string, title: Image, description: As the registry calls it., examples: [registry.example.com/shop/web:1.0] }
          replicas: { type: integer, title: Replicas, default: 2, minimum: 1, maximum: 20 }
          tier: { title: Tier, enum: [standard, gold], default: standard }
        """;

    private const string Template = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: "${application}", namespace: default, labels: { tier: "${tier}" } }
        spec:
          replicas: ${replicas}
          selector: { matchLabels: { app: "${application}" } }
          template:
            metadata: { labels: { app: "${application}" } }
            spec:
              containers: [{ name: web, image: "${image}" }]
        """;

    public static async Task PublishAsync(FleetFixture fixture, CancellationToken cancellationToken)
    {
        var paths = fixture.Portal.Services.GetRequiredService<IGoldenPaths>();
        await paths.CreateAsync(
            new GoldenPathRequest(Name, "Web service", Schema, Template, "A service of your own image, scaled by hand."), Actor.Portal, cancellationToken);
        await paths.SetStateAsync(Name, GoldenPathState.Published, Actor.Portal, cancellationToken);
    }
}
