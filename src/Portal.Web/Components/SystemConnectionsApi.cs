using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Systems.Connections;
using Portal.Web.Api;

namespace Portal.Web.Components;

/// <summary>The ways between the clusters of a system.</summary>
internal static class SystemConnectionsApi
{
    public static void MapSystemConnections(this RouteGroupBuilder api) =>
        api.MapGet("/systems/{id:guid}/connections", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetSystemConnections", "Systems", "What each cluster of a system says of its way to each other one. Unknown where it did not answer, or not lately.");

    private static async Task<Ok<SystemConnectionsView>> GetAsync(
        Guid id, ISystemConnections connections, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await connections.GetAsync(id, caller.Actor, cancellationToken));
}
