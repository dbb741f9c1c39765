using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Edge;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>Edge nodes of a cluster that runs KubeEdge.</summary>
internal static class EdgeNodesApi
{
    private const string Tag = "Edge nodes";

    public static void MapEdgeNodes(this RouteGroupBuilder api)
    {
        var nodes = api.MapGroup("/clusters/{clusterId:guid}/edge-nodes");
        nodes.MapGet("/", ListAsync).Needs(Permission.ViewClusters).Fails(404)
            .Says("ListEdgeNodes", Tag, "Edge nodes as last read, and those that a command was made for.");
        nodes.MapPost("/commands", CreateCommandAsync).Needs(Permission.JoinClusters).Fails(404, 409, 422, 502, 503).WithMetadata(SecretAnswer.Mark)
            .Says("CreateEdgeJoinCommand", Tag, "Makes the keadm command that joins a machine, with a token that is read now and shown once.");
        nodes.MapDelete("/{nodeName}", RemoveAsync).Needs(Permission.LeaveClusters).Fails(404)
            .Says("RemoveEdgeNode", Tag, "Starts an operation that drains an edge node and removes it; forgets at once one that has never come.");
    }

    private static async Task<Ok<Page<EdgeNodeView>>> ListAsync(Guid clusterId, IEdgeNodes nodes, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await nodes.ListAsync(clusterId, caller.Actor, cancellationToken)));

    private static async Task<Created<EdgeJoinCommand>> CreateCommandAsync(
        Guid clusterId, EdgeJoinRequest body, IEdgeNodes nodes, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Created(
            $"{ApiPaths.Version1}/clusters/{clusterId}/edge-nodes", await nodes.CreateCommandAsync(clusterId, body, caller.Actor, cancellationToken));

    private static async Task<Results<Accepted<OperationStarted>, NoContent>> RemoveAsync(
        Guid clusterId, string nodeName, IEdgeNodes nodes, Caller caller, CancellationToken cancellationToken) =>
        await nodes.RemoveAsync(clusterId, nodeName, caller.Actor, cancellationToken) is { } operation
            ? TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation))
            : TypedResults.NoContent();
}
