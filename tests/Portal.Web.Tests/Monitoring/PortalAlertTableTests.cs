using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>What the portal itself warns of stands beside the alerts of the clusters.</summary>
public sealed class PortalAlertTableTests : PageTest
{
    [Fact]
    public void Alerts_LeadToTheirSubject_AndAreAcknowledged()
    {
        var operation = Guid.CreateVersion7();
        PortalAlerts.Raise(PortalAlertKind.ClusterUnreachable, "member1", AlertSeverity.Critical, "It did not answer in time.", "member1");
        PortalAlerts.Raise(PortalAlertKind.OperationFailed, "volcano", AlertSeverity.Warning, "helm failed", operationId: operation);

        Open("/monitoring/alerts");

        Shows("Cluster unreachable member1 It did not answer in time.", () => Row("Critical"));
        Assert.Equal("/clusters/member1", Button("member1", Row("Critical")).GetAttribute("href"));
        Assert.Equal($"/operations/{operation}", Button("volcano", Row("Warning")).GetAttribute("href"));
        Click(() => Button("Acknowledge", Row("Critical")));
        Shows($"Known to {People.Person.Name}", () => Row("Critical"));
    }

    [Fact]
    public void Filters_AreForThePortalsOwnAsWell_AndNewOnesComeByThemselves()
    {
        SignInAs(PortalRole.Viewer);
        PortalAlerts.Raise(PortalAlertKind.MetricsMissing, "member2", AlertSeverity.Warning, "nothing listens there", "member2");
        Open("/monitoring/alerts?cluster=member1");
        Shows("No alert of the portal's own fits these filters.");

        PortalAlerts.Raise(PortalAlertKind.TokenExpiring, "member1", AlertSeverity.Warning, "It ends.", "member1");
        Publish(Topics.PortalAlert);

        Shows("Token ends soon member1 It ends.");
        Assert.Empty(Buttons("Acknowledge"));
    }
}
