using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Core.Problems;
using Portal.Web.Api;

namespace Portal.Web.Monitoring.Traces;

/// <summary>Where the traces of clusters are kept.</summary>
internal static class TraceSourcesApi
{
    private const string Tag = "Traces";

    public static void MapTraceSources(this RouteGroupBuilder api)
    {
        var source = api.MapGroup("/clusters/{clusterId:guid}/trace-source");
        source.MapGet("/", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetTraceSource", Tag, "The trace store of a cluster: given by a person, or found where the portal installed Jaeger.");
        source.MapPut("/", SetAsync).Needs(Permission.ManageMetricsSources).Fails(404, 409, 422)
            .Says("SetTraceSource", Tag, "Gives a cluster a trace store, Jaeger or Tempo: a URL, or a service behind its API server.");
        source.MapDelete("/", RemoveAsync).Needs(Permission.ManageMetricsSources).Fails(404)
            .Says("RemoveTraceSource", Tag, "Forgets what was given; what the portal found counts again.");
        source.MapGet("/check", CheckAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("CheckTraceSource", Tag, "Asks the trace store now: why it does not answer, how long it took, and how far its clock is off.");
    }

    private static async Task<Ok<TraceSourceView>> GetAsync(Guid clusterId, ITraceSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.FindAsync(clusterId, caller.Actor, cancellationToken)
            ?? throw ProblemException.NotFound("No trace store of this cluster is known", "Install Jaeger on it, or give the address of its Jaeger or Tempo."));

    private static async Task<Ok<TraceSourceView>> SetAsync(Guid clusterId, TraceSourceRequest body, ITraceSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.SetAsync(clusterId, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveAsync(Guid clusterId, ITraceSources sources, Caller caller, CancellationToken cancellationToken)
    {
        await sources.RemoveAsync(clusterId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MetricsSourceCheck>> CheckAsync(Guid clusterId, ITraceSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.CheckAsync(clusterId, caller.Actor, cancellationToken));
}
