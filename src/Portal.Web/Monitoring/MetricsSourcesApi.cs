using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;
using Portal.Web.Api;

namespace Portal.Web.Monitoring;

/// <summary>Where the metrics of clusters come from.</summary>
internal static class MetricsSourcesApi
{
    private const string Tag = "Metrics";

    public static void MapMetricsSources(this RouteGroupBuilder api)
    {
        api.MapGet("/metrics-sources", ListAsync).Needs(Permission.ViewMonitoring)
            .Says("ListMetricsSources", Tag, "The clusters by name, each with its metrics endpoint where one is known.");
        var source = api.MapGroup("/clusters/{clusterId:guid}/metrics-source");
        source.MapGet("/", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetMetricsSource", Tag, "The metrics endpoint of a cluster: given by a person, or found where the portal installed Prometheus.");
        source.MapPut("/", SetAsync).Needs(Permission.ManageMetricsSources).Fails(404, 409, 422)
            .Says("SetMetricsSource", Tag, "Gives a cluster a metrics endpoint: a URL, or a service behind its API server.");
        source.MapDelete("/", RemoveAsync).Needs(Permission.ManageMetricsSources).Fails(404)
            .Says("RemoveMetricsSource", Tag, "Forgets what was given; what the portal found counts again.");
        source.MapGet("/check", CheckAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("CheckMetricsSource", Tag, "Asks the endpoint now: why it does not answer, how long it took, and how far its clock is off.");
    }

    private static async Task<Ok<Page<ClusterSource>>> ListAsync(
        [Description("Matched anywhere in a cluster's name.")] string? search, int? skip, [Description("1 to 500 rows; 50 when left out.")] int? take,
        IMetricsSources sources, Caller caller, CancellationToken cancellationToken)
    {
        var query = new SourceQuery(search ?? "", Math.Max(0, skip ?? 0), Math.Clamp(take ?? 50, 1, 500));
        var page = await sources.ListAsync(query, caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Of(page.Items, page.Total ?? 0, query.Skip));
    }

    private static async Task<Ok<MetricsSourceView>> GetAsync(Guid clusterId, IMetricsSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.FindAsync(clusterId, caller.Actor, cancellationToken)
            ?? throw ProblemException.NotFound("No metrics endpoint of this cluster is known", "Install Prometheus on it, or give its address."));

    private static async Task<Ok<MetricsSourceView>> SetAsync(
        Guid clusterId, MetricsSourceRequest body, IMetricsSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.SetAsync(clusterId, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveAsync(Guid clusterId, IMetricsSources sources, Caller caller, CancellationToken cancellationToken)
    {
        await sources.RemoveAsync(clusterId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MetricsSourceCheck>> CheckAsync(Guid clusterId, IMetricsSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.CheckAsync(clusterId, caller.Actor, cancellationToken));
}
