using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Web.Api;

namespace Portal.Web.Monitoring.PortalAlerts;

/// <summary>The portal's own alerts.</summary>
internal static class PortalAlertsApi
{
    private const string Tag = "Alerts";

    public static void MapPortalAlerts(this RouteGroupBuilder api)
    {
        api.MapGet("/portal-alerts", ListAsync).Needs(Permission.ViewMonitoring)
            .Says("ListPortalAlerts", Tag, "What the portal itself warns of: clusters, operations, credentials, drift and metrics. The worst first.");
        api.MapPost("/portal-alerts/{id:guid}/acknowledge", AcknowledgeAsync).Needs(Permission.ManageNotifications).Fails(404)
            .Says("AcknowledgePortalAlert", Tag, "Says that somebody knows of it. It goes on until its cause is gone.");
    }

    private static async Task<Ok<Page<PortalAlertView>>> ListAsync(
        [Description("True for those that have ended, the last first.")] bool? ended, Guid? clusterId, int? skip, [Description("1 to 1,000 rows; 100 when left out.")] int? take,
        IPortalAlerts alerts, Caller caller, CancellationToken cancellationToken)
    {
        var query = new PortalAlertQuery(ended ?? false, clusterId, Math.Max(0, skip ?? 0), Math.Clamp(take ?? 100, 1, 1000));
        var page = await alerts.ListAsync(query, caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Of(page.Items, page.Total ?? 0, query.Skip));
    }

    private static async Task<NoContent> AcknowledgeAsync(Guid id, IPortalAlerts alerts, Caller caller, CancellationToken cancellationToken)
    {
        await alerts.AcknowledgeAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}
