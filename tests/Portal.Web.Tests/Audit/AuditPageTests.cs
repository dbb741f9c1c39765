using Bunit;
using Portal.Core.Access;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Audit;

public sealed class AuditPageTests : PageTest
{
    [Fact]
    public void Operator_IsToldWhoReadsTheTrail()
    {
        SignInAs(PortalRole.Operator);

        Open("/settings/audit");

        Shows("The audit trail is for administrators and auditors.");
        Assert.Empty(Buttons("Check the chain"));
    }

    [Fact]
    public void Acts_SayWhoDidWhatToWhat_AndHowItEnded()
    {
        Open("/settings/audit");

        Eventually(() => Assert.Equal(2, Rows.Count));
        Assert.Contains("ada Changed · Fleet blue 192.0.2.7 Done", Text(Rows[0]), StringComparison.Ordinal);
        Assert.Contains("cleo Tried · Request POST /api/v1/fleets Refused", Text(Rows[1]), StringComparison.Ordinal);
        Click(() => Button("Show more"));
        Eventually(() => Assert.Contains("Nobody signed in Signed in · Session", Text(Rows[2]), StringComparison.Ordinal));
    }

    [Fact]
    public void Detail_ShowsWhatDiffers_AndNoSecret()
    {
        Open("/settings/audit");
        Eventually(() => Assert.Equal(2, Rows.Count));

        Rows[0].QuerySelector("button")!.Click();

        Eventually(() => Assert.Equal(["description One Two", "secret_thing secret 0123456789ab"], Page.FindAll(".audit-detail tbody tr").Select(Text)));
    }

    [Fact]
    public void Export_HasTheFiltersOfThePage()
    {
        Open("/settings/audit?act=Changed&q=blue");

        Eventually(() => Assert.Single(Rows));
        Assert.Equal(["Changed"], Audit.Asked!.Acts);
        Assert.Contains(Page.FindAll("a[download]"), link => link.GetAttribute("href")!.EndsWith("/api/v1/audit/export?format=Csv&search=blue&act=Changed", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_SaysThatTheChainIsWhole_OrWhatIsWrong()
    {
        Open("/settings/audit");
        Eventually(() => Button("Check the chain"));
        Click(() => Button("Check the chain"));
        Shows("The chain is whole: 3 links were followed. Head: ab12");

        Audit.Found = Audit.Found with { Fault = "Link 2 is missing." };
        Click(() => Button("Check the chain"));

        Shows("The audit trail was tampered with, or damaged");
        Shows("Link 2 is missing.");
    }

    private IReadOnlyList<AngleSharp.Dom.IElement> Rows => [.. Page.FindAll("table[aria-label=Act] > tbody > tr")];
}
