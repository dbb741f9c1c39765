using Portal.Core.Access;
using Portal.Core.Access.Factors;

namespace Portal.Core.Tests.Access.Factors;

public sealed class SecondFactorOptionsTests
{
    [Theory]
    [InlineData("Nobody", false, false)]
    [InlineData("roles", true, false)]
    [InlineData("EVERYBODY", true, true)]
    public void Rule_AsksWhomItNames(string word, bool withRole, bool without)
    {
        var options = new SecondFactorOptions { RequiredFor = word };

        Assert.Equal((withRole, without), (options.Asks(new HashSet<PortalRole> { PortalRole.Viewer }), options.Asks(new HashSet<PortalRole>())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("Admins")]
    public void AnotherWord_IsNoRule(string word) => Assert.Null(new SecondFactorOptions { RequiredFor = word }.Rule);
}
