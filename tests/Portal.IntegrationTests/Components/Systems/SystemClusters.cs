using Portal.IntegrationTests.Kubernetes;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>Clusters that may take their time: these tests ask many at once.</summary>
public sealed class SystemClusters : MemberFixture
{
    protected override TimeSpan RequestTimeout => TimeSpan.FromSeconds(60);
}
