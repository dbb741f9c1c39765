using Portal.Core.Access.Factors;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Settings;

public sealed class FactorListTests : PageTest
{
    [Fact]
    public void Profile_WithoutAFactor_LeadsToItsSetUp()
    {
        Factors.Summary = new FactorSummary(null, null, 0, true, true, []);

        Open("/settings/profile");

        Shows("Authenticator app not set up, and your account must have one Set up an authenticator");
    }

    [Fact]
    public void Profile_SaysHowManyRecoveryCodesAreLeft()
    {
        Factors.Summary = new FactorSummary(Sample.Now.AddDays(-9), Sample.Now.AddHours(-2), 1, false, true, []);

        Open("/settings/profile");

        Shows("Authenticator app switched on. Last used: 2 h ago Change Passkeys Add a passkey Recovery codes 1 code is left. Make new codes");
    }

    [Fact]
    public void AccountThatSignsInElsewhere_HasNoFactorHere()
    {
        Factors.Summary = new FactorSummary(null, null, 0, false, false, []);

        Open("/settings/profile");

        Shows("You sign in with another provider, which asks for what it wants.");
    }
}
