namespace Portal.Web.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Assembly_Name_MatchesFolder() => Assert.Equal("Portal.Web.Tests", typeof(LayoutTests).Assembly.GetName().Name);
}
