using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Monitoring.Engines;
using Portal.Core.Problems;
using Portal.Web.Api;

namespace Portal.Web.Monitoring.Engines;

/// <summary>The global engines of fleets.</summary>
internal static class GlobalEnginesApi
{
    private const string Tag = "Metrics";

    public static void MapGlobalEngines(this RouteGroupBuilder api)
    {
        api.MapGet("/global-engines", ListAsync).Needs(Permission.ViewMonitoring)
            .Says("ListGlobalEngines", Tag, "All fleets by name, each with its global engine where it has one.");
        var engine = api.MapGroup("/fleets/{fleetId:guid}/global-engine");
        engine.MapGet("/", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetGlobalEngine", Tag, "The global engine of a fleet: a server that has the series of many of its clusters.");
        engine.MapPut("/", SetAsync).Needs(Permission.ManageMetricsSources).Fails(404, 409, 422)
            .Says("SetGlobalEngine", Tag, "Gives a fleet a global engine: a federating Prometheus, Thanos Query, Mimir or VictoriaMetrics.");
        engine.MapDelete("/", RemoveAsync).Needs(Permission.ManageMetricsSources).Fails(404)
            .Says("RemoveGlobalEngine", Tag, "Forgets it: the clusters of the fleet are asked directly.");
        engine.MapGet("/check", CheckAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("CheckGlobalEngine", Tag, "Asks it now which clusters of the fleet it holds, and how old its samples are.");
    }

    private static async Task<Ok<IReadOnlyList<FleetEngine>>> ListAsync(IGlobalEngines engines, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await engines.ListAsync(caller.Actor, cancellationToken));

    private static async Task<Ok<GlobalEngineView>> GetAsync(Guid fleetId, IGlobalEngines engines, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await engines.FindAsync(fleetId, caller.Actor, cancellationToken)
            ?? throw ProblemException.NotFound("This fleet has no global engine", "Its clusters are asked directly; give one to ask it instead."));

    private static async Task<Ok<GlobalEngineView>> SetAsync(Guid fleetId, GlobalEngineRequest body, IGlobalEngines engines, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await engines.SetAsync(fleetId, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveAsync(Guid fleetId, IGlobalEngines engines, Caller caller, CancellationToken cancellationToken)
    {
        await engines.RemoveAsync(fleetId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<GlobalEngineCheck>> CheckAsync(Guid fleetId, IGlobalEngines engines, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await engines.CheckAsync(fleetId, caller.Actor, cancellationToken));
}
