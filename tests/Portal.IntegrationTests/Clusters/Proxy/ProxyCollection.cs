namespace Portal.IntegrationTests.Clusters.Proxy;

/// <summary>The tests of the proxy share one portal, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ProxyCollection : ICollectionFixture<ProxyEstate>
{
    public const string Name = "proxy";
}
