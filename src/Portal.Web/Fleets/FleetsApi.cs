using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Fleets;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Fleets;

/// <summary>Fleets.</summary>
internal static class FleetsApi
{
    private const string Tag = "Fleets";

    public static void MapFleets(this RouteGroupBuilder api)
    {
        var fleets = api.MapGroup("/fleets");
        fleets.MapGet("/", ListAsync).Needs(Permission.ViewFleets).Says("ListFleets", Tag, "Lists the fleets that you may see, with the states of their clusters.");
        fleets.MapPost("/", CreateAsync).Needs(Permission.ManageFleets).Fails(409, 422).Says("CreateFleet", Tag, "Creates a fleet.");
        fleets.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewFleets).Fails(404).Says("GetFleet", Tag, "Reads a fleet; its version is the ETag.");
        fleets.MapPut("/{id:guid}", UpdateAsync).Needs(Permission.ManageFleets).Fails(404, 409, 412, 422, 428)
            .Says("UpdateFleet", Tag, "Changes a fleet.");
        fleets.MapDelete("/{id:guid}", DeleteAsync).Needs(Permission.ManageFleets).Fails(404, 409)
            .Says("DeleteFleet", Tag, "Deletes a fleet without clusters.");
    }

    private static async Task<Ok<Page<FleetSummary>>> ListAsync(IFleets fleets, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await fleets.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Created<FleetSummary>> CreateAsync(
        FleetBody body, IFleets fleets, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var fleet = await fleets.CreateAsync(body.ToRequest(), caller.Actor, cancellationToken);
        ETags.Write(context, fleet.Version);
        return TypedResults.Created($"{ApiPaths.Version1}/fleets/{fleet.Id}", fleet);
    }

    private static async Task<Ok<FleetSummary>> GetAsync(
        Guid id, IFleets fleets, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var fleet = await fleets.GetAsync(id, caller.Actor, cancellationToken);
        ETags.Write(context, fleet.Version);
        return TypedResults.Ok(fleet);
    }

    private static async Task<Ok<FleetSummary>> UpdateAsync(
        Guid id, FleetBody body, [FromHeader(Name = "If-Match")] string? ifMatch,
        IFleets fleets, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await fleets.GetAsync(id, caller.Actor, cancellationToken);
        var version = ETags.Demand(ifMatch, seen.Version);
        var fleet = await fleets.UpdateAsync(id, body.ToRequest(), version, caller.Actor, cancellationToken);
        ETags.Write(context, fleet.Version);
        return TypedResults.Ok(fleet);
    }

    private static async Task<NoContent> DeleteAsync(Guid id, IFleets fleets, Caller caller, CancellationToken cancellationToken)
    {
        await fleets.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A fleet as a client sends it.</summary>
/// <param name="TeamId">The team that owns it; left out for the platform team.</param>
internal sealed record FleetBody(string Name, string? Description = null, Guid? TeamId = null)
{
    public FleetRequest ToRequest() => new(Name, Description ?? "", TeamId);
}
