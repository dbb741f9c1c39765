using Portal.Ctl.Commands;

namespace Portal.Ctl.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Assembly_Name_MatchesFolder() => Assert.Equal("Portal.Ctl.Tests", typeof(LayoutTests).Assembly.GetName().Name);

    [Fact]
    public void Tool_KnowsThePortal_ByItsApiAlone() =>
        Assert.DoesNotContain(typeof(CommandTree).Assembly.GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Portal.", StringComparison.Ordinal));
}
