using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Web.Tests.Testing;

public sealed class FakePortalAlerts : FakeService, IPortalAlerts
{
    public List<PortalAlertView> Items { get; } = [];

    public PortalAlertView Raise(PortalAlertKind kind, string subject, AlertSeverity severity, string reason = "", string? cluster = null, Guid? operationId = null)
    {
        var alert = new PortalAlertView(
            Guid.CreateVersion7(), kind, severity, subject, cluster is null ? null : Sample.ClusterId, cluster, operationId, null, null,
            reason, Sample.Now.AddMinutes(-5), Sample.Now.AddMinutes(-3), null, null, null);
        Items.Add(alert);
        return alert;
    }

    public Task<Page<PortalAlertView>> ListAsync(PortalAlertQuery query, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new Page<PortalAlertView>([.. Items], Items.Count, null));

    public Task AcknowledgeAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        var index = Items.FindIndex(alert => alert.Id == id);
        return Items[index] = Items[index] with { AcknowledgedBy = actor.Name, AcknowledgedAt = Sample.Now };
    });
}
