using Portal.Core.Components.Catalog;

namespace Portal.Core.Tests.Components;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=1.25.0", "v1.35.2", true)]
    [InlineData(">=1.25.0", "v1.25.0-eks-1b2c", true)]
    [InlineData(">=1.25.0", "v1.24.17", false)]
    [InlineData(">=1.25.0 <1.30.0", "v1.31.0+k3s1", false)]
    [InlineData(">=1.25.0", "", false)]
    public void Contains_VendorsVersions_CountMajorMinorPatch(string range, string version, bool expected) =>
        Assert.Equal(expected, VersionRange.Contains(range, version));

    [Fact]
    public void Describe_LowerBound_ReadsAsWords() => Assert.Equal("1.25 or newer", VersionRange.Describe(">=1.25.0"));
}
