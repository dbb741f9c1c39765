namespace Portal.Core.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Assembly_Name_MatchesFolder() => Assert.Equal("Portal.Core.Tests", typeof(LayoutTests).Assembly.GetName().Name);
}
