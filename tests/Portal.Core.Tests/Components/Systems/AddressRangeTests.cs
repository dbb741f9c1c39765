using System.Net;
using Portal.Core.Components.Systems;

namespace Portal.Core.Tests.Components.Systems;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("10.244.0.0/24", "10.244.0.0/24")]
    [InlineData("10.244.0.0/24,10.244.1.0/24,10.244.2.0/24", "10.244.0.0/22")]
    [InlineData("10.0.0.0/16,10.96.0.0/12", "10.0.0.0/9")]
    [InlineData("10.0.0.0/8,192.168.0.0/16", "0.0.0.0/0")]
    [InlineData("fd00:1::/64,fd00:1:0:1::/64", "fd00:1::/63")]
    [InlineData("10.244.0.0/24,fd00::/64", "10.244.0.0/24")]
    public void Covering_IsTheSmallestThatHoldsAll(string ranges, string covering) =>
        Assert.Equal(IPNetwork.Parse(covering), AddressRange.Covering(ranges.Split(',').Select(IPNetwork.Parse)));

    [Fact]
    public void Covering_OfNothing_IsNothing() => Assert.Null(AddressRange.Covering([]));

    [Theory]
    [InlineData("242.0.0.0/8", 16, 0, "242.0.0.0/16")]
    [InlineData("242.0.0.0/8", 16, 255, "242.255.0.0/16")]
    [InlineData("242.0.0.0/8", 16, 256, null)]
    [InlineData("10.0.0.0/16", 16, 0, "10.0.0.0/16")]
    [InlineData("10.0.0.0/16", 8, 0, null)]
    [InlineData("10.0.0.0/8", 16, -1, null)]
    [InlineData("fd00::/48", 64, 3, "fd00:0:0:3::/64")]
    public void Part_CountsFromTheBase(string whole, int length, int index, string? part) =>
        Assert.Equal(part is null ? null : IPNetwork.Parse(part), AddressRange.Part(IPNetwork.Parse(whole), length, index));

    [Fact]
    public void Parts_OfOneRange_NeverOverlap()
    {
        var whole = IPNetwork.Parse("172.16.0.0/12");
        var parts = Enumerable.Range(0, 16).Select(index => AddressRange.Part(whole, 16, index)!.Value).ToList();

        Assert.All(parts, part => Assert.True(AddressRange.Overlap(whole, part)));
        Assert.DoesNotContain(
            from one in parts from other in parts where one != other select (one, other), pair => AddressRange.Overlap(pair.one, pair.other));
    }
}
