namespace Portal.IntegrationTests.Distribution;

/// <summary>One portal with five clusters for all tests of applications, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ApplicationCollection : ICollectionFixture<ApplicationEstate>
{
    public const string Name = "Applications";
}
