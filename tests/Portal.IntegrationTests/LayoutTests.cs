namespace Portal.IntegrationTests;

public sealed class LayoutTests
{
    [Fact]
    public void Assembly_Name_MatchesFolder() => Assert.Equal("Portal.IntegrationTests", typeof(LayoutTests).Assembly.GetName().Name);
}
