using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Web.Api;

namespace Portal.Web.Components;

/// <summary>Systems of several charts or clusters. They are installed, changed and removed by plans.</summary>
internal static class SystemsApi
{
    private const string Tag = "Systems";
    private const int PageSize = 50;

    public static void MapSystems(this RouteGroupBuilder api)
    {
        api.MapGet("/system-offers", ListOffersAsync).Needs(Permission.ViewComponents)
            .Says("ListSystemOffers", Tag, "The systems of the catalogue: their roles and parts, and the schema of their settings.");
        api.MapGet("/systems", ListAsync).Needs(Permission.ViewComponents)
            .Says("ListSystems", Tag, "The installed systems with their clusters, parts and steps; what is secret of their settings and outputs is left out.");
        api.MapGet("/systems/{id:guid}", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetSystem", Tag, "One installed system, with its latest operations.");
    }

    private static async Task<Ok<Page<SystemOffer>>> ListOffersAsync(ISystems systems, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await systems.ListOffersAsync(caller.Actor, cancellationToken)));

    private static async Task<Ok<Page<SystemDetail>>> ListAsync(
        [Description("Systems to pass over.")] int? skip, [Description("1 to 100 systems; 50 when left out.")] int? take,
        ISystems systems, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await systems.ListAsync(skip ?? 0, take ?? PageSize, caller.Actor, cancellationToken));

    private static async Task<Ok<SystemDetail>> GetAsync(Guid id, ISystems systems, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await systems.GetAsync(id, caller.Actor, cancellationToken));
}
