namespace Portal.EndToEndTests;

public sealed class LayoutTests
{
    [Fact]
    public void Assembly_Name_MatchesFolder() => Assert.Equal("Portal.EndToEndTests", typeof(LayoutTests).Assembly.GetName().Name);
}
