using System.Net;
using Microsoft.Extensions.Options;
using Portal.Web.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Access;

[Trait("Attack", "brute-force")]
public sealed class SignInLimitsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("203.0.113.7");

    [Fact]
    public void ManyNames_FromOneAddress_AreTurnedAway()
    {
        using var limits = Limits(perAddress: 3, perAccount: 100);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(index => limits.TryEnter(Here, $"name-{index}")));
        Assert.True(limits.TryEnter(IPAddress.Parse("203.0.113.8"), "name-9"));
    }

    [Fact]
    public void OneName_FromManyAddresses_IsTurnedAway_HoweverItIsWritten()
    {
        using var limits = Limits(perAddress: 100, perAccount: 3);
        string[] names = ["admin", "ADMIN", " Admin ", "admin"];

        Assert.Equal([true, true, true, false], names.Select((name, index) => limits.TryEnter(IPAddress.Parse($"203.0.113.{index}"), name)));
        Assert.True(limits.TryEnter(Here, "somebody"));
    }

    [Fact]
    public void OneNetworkOfIpv6_CountsAsOneAddress()
    {
        using var limits = Limits(perAddress: 2, perAccount: 100);

        Assert.Equal([true, true, false], Enumerable.Range(1, 3).Select(index => limits.TryEnter(IPAddress.Parse($"2001:db8::{index}"), $"name-{index}")));
        Assert.Equal("203.0.113.7", SignInLimits.Network(IPAddress.Parse("::ffff:203.0.113.7")));
    }

    private static SignInLimits Limits(int perAddress, int perAccount) =>
        new(Options.Create(new HostingOptions { SignInsPerAddress = perAddress, SignInsPerAccount = perAccount }));
}
