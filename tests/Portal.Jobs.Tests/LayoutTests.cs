namespace Portal.Jobs.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Assembly_Name_MatchesFolder() => Assert.Equal("Portal.Jobs.Tests", typeof(LayoutTests).Assembly.GetName().Name);
}
