using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>Installed systems. They are installed, changed and removed by plans.</summary>
internal static class SystemsApi
{
    private const string Tag = "Systems";

    public static void MapSystems(this RouteGroupBuilder api)
    {
        api.MapGet("/systems", ListAsync).Needs(Permission.ViewComponents)
            .Says("ListSystems", Tag, "The installed systems with their clusters and steps; what is secret of their settings is left out.");
        api.MapGet("/systems/{id:guid}", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetSystem", Tag, "One installed system.");
    }

    private static async Task<Ok<Page<SystemDetail>>> ListAsync(ISystems systems, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await systems.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Ok<SystemDetail>> GetAsync(Guid id, ISystems systems, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await systems.GetAsync(id, caller.Actor, cancellationToken));
}
