using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Web.Api;

namespace Portal.Web.Monitoring.ApplicationMetrics;

/// <summary>Metrics of applications that clusters are made to scrape.</summary>
internal static class ApplicationMetricsApi
{
    private const string Tag = "Metrics";

    public static void MapApplicationMetrics(this RouteGroupBuilder api)
    {
        var metrics = api.MapGroup("/application-metrics");
        metrics.MapGet("/", ListAsync).Needs(Permission.ViewMonitoring)
            .Says("ListApplicationMetrics", Tag, "The metrics of applications that clusters are made to scrape, by name.");
        metrics.MapPost("/", CreateAsync).Needs(Permission.ManageScrapes).Fails(409, 422)
            .Says("CreateApplicationMetric", Tag, "Makes clusters scrape a metric: a ServiceMonitor or PodMonitor is written to each, by one operation.");
        metrics.MapPost("/preview", PreviewAsync).Needs(Permission.ManageScrapes).Fails(404, 422)
            .Says("PreviewApplicationMetric", Tag, "The monitor as it would be written, and what each cluster would make of it: whether it takes it, selects it, and has what it scrapes. It changes nothing.");
        metrics.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetApplicationMetric", Tag, "A metric, and how far its monitor is on each cluster.");
        metrics.MapPut("/{id:guid}", UpdateAsync).Needs(Permission.ManageScrapes).Fails(404, 409, 422)
            .Says("UpdateApplicationMetric", Tag, "Changes what is scraped, how, or where. Name and fleet stay.");
        metrics.MapDelete("/{id:guid}", RemoveAsync).Needs(Permission.ManageScrapes).Fails(404, 409, 422)
            .Says("RemoveApplicationMetric", Tag, "Removes the monitor from all clusters, and then forgets the metric. Its name confirms that.");
        metrics.MapGet("/{id:guid}/targets", TargetsAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("ListApplicationMetricTargets", Tag, "What the Prometheus of each cluster makes of it now: up or down, the last scrape, its error, its samples, and who did not answer.");
        api.MapGet("/clusters/{clusterId:guid}/scrapable", LookAsync).Needs(Permission.ManageScrapes).Fails(404, 502, 503)
            .Says("ListScrapable", Tag, "The namespaces of a cluster, and the services or pods of one of them with their labels and ports.");
    }

    private static async Task<Ok<Page<ApplicationMetricSummary>>> ListAsync(IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await metrics.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Accepted<ApplicationMetricStarted>> CreateAsync(
        ApplicationMetricRequest body, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        Started(await metrics.CreateAsync(body, caller.Actor, cancellationToken));

    /// <param name="id">The metric that is changed; left out for a new one.</param>
    private static async Task<Ok<MonitorPreview>> PreviewAsync(
        ApplicationMetricRequest body, Guid? id, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await metrics.PreviewAsync(id, body, caller.Actor, cancellationToken));

    private static async Task<Ok<ApplicationMetricDetail>> GetAsync(Guid id, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await metrics.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Accepted<ApplicationMetricStarted>> UpdateAsync(
        Guid id, ApplicationMetricRequest body, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        Started(await metrics.UpdateAsync(id, body, caller.Actor, cancellationToken));

    /// <param name="confirm">The metric's name.</param>
    private static async Task<Accepted<OperationStarted>> RemoveAsync(Guid id, string? confirm, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await metrics.RemoveAsync(id, confirm, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static async Task<Ok<MetricTargets>> TargetsAsync(Guid id, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await metrics.TargetsAsync(id, caller.Actor, cancellationToken));

    /// <param name="kind">Services or pods.</param>
    /// <param name="namespace">Left out for the namespaces alone.</param>
    private static async Task<Ok<MonitorPlace>> LookAsync(
        Guid clusterId, MonitorKind? kind, string? @namespace, IApplicationMetrics metrics, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await metrics.LookAsync(clusterId, kind ?? MonitorKind.ServiceMonitor, @namespace ?? "", caller.Actor, cancellationToken));

    private static Accepted<ApplicationMetricStarted> Started(ApplicationMetricStarted started) => TypedResults.Accepted(PortalAddress.Operation(started.OperationId), started);
}
