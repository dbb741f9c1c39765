using Portal.Core.Components.Catalog;

namespace Portal.Core.Tests.Components;

public sealed class UpgradeRulesTests
{
    private static readonly string[] Offered = ["1.30.3", "1.30.2", "1.29.6", "1.28.10", "1.28.9"];
    private static readonly UpgradeRules OneMinor = new() { SkipMinor = false };

    [Theory]
    [InlineData("1.28.9", new[] { "1.29.6", "1.28.10" })]
    [InlineData("1.29.6", new[] { "1.30.3", "1.30.2" })]
    [InlineData("1.30.3", new string[0])]
    [InlineData("1.26.0", new string[0])]
    [InlineData("1.27.4", new[] { "1.28.10", "1.28.9" })]
    public void Next_WhereNoMinorMayBeLeftOut_GoesOneMinorAtATime(string installed, string[] next) =>
        Assert.Equal(next, OneMinor.Next(installed, Offered));

    [Fact]
    public void Next_WithoutRules_GivesAllThatIsNewer() =>
        Assert.Equal(["1.30.3", "1.30.2", "1.29.6"], new UpgradeRules().Next("1.28.10", Offered));

    [Fact]
    public void Next_MajorLeftOut_IsNotGiven() =>
        Assert.Equal(["9.1.0", "8.3.0"], new UpgradeRules { SkipMajor = false }.Next("8.2.0", ["10.0.0", "9.1.0", "8.3.0", "8.2.0"]));

    [Theory]
    [InlineData("1.9.2", new[] { "2.0.1" })]
    [InlineData("1.8.0", new[] { "1.9.2" })]
    public void Next_ToAnotherMajor_OnlyFromTheLastMinorOfTheOneBefore(string installed, string[] next) =>
        Assert.Equal(next, OneMinor.Next(installed, ["2.1.0", "2.0.1", "1.9.2"]));

    [Fact]
    public void Path_OverTwoMinors_GoesThroughTheNewestOfEach() =>
        Assert.Equal(["1.29.6", "1.30.2"], OneMinor.Path("1.28.9", "1.30.2", Offered));

    [Fact]
    public void Path_WithAGap_IsNone() => Assert.Null(OneMinor.Path("1.26.0", "1.30.3", Offered));

    [Fact]
    public void Path_ToWhatIsThere_IsEmpty() => Assert.Empty(OneMinor.Path("1.30.3", "1.30.3", Offered)!);
}
