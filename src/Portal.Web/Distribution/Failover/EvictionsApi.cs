using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Failover;
using Portal.Web.Api;

namespace Portal.Web.Distribution.Failover;

/// <summary>Moves of an application away from lost clusters. The moves themselves are operations.</summary>
internal static class EvictionsApi
{
    private const string Tag = "Applications";

    public static void MapEvictions(this RouteGroupBuilder api)
    {
        var evictions = api.MapGroup("/applications/{id:guid}/evictions");
        evictions.MapGet("/", ListAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("ListApplicationEvictions", Tag, "Moves of an application away from lost clusters: what is open, and then what has ended.");
        evictions.MapPost("/{evictionId:guid}/approve", ApproveAsync).Needs(Permission.ManageApplications).Fails(404, 409)
            .Says("ApproveApplicationEviction", Tag, "Lets a move go on that has stopped and asks.");
        evictions.MapPost("/{evictionId:guid}/dismiss", DismissAsync).Needs(Permission.ManageApplications).Fails(404, 409)
            .Says("DismissApplicationEviction", Tag, "Nothing is moved until the cluster is back. Only before the copy there was given up.");
    }

    private static async Task<Ok<Page<EvictionView>>> ListAsync(Guid id, IEvictions evictions, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await evictions.ListAsync(id, caller.Actor, cancellationToken)));

    private static async Task<NoContent> ApproveAsync(
        Guid id, Guid evictionId, ApproveEviction body, IEvictions evictions, Caller caller, CancellationToken cancellationToken)
    {
        await evictions.ApproveAsync(id, evictionId, body.ConfirmDeletions, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DismissAsync(Guid id, Guid evictionId, IEvictions evictions, Caller caller, CancellationToken cancellationToken)
    {
        await evictions.DismissAsync(id, evictionId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="ConfirmDeletions">How many objects may be removed, where the move asks that.</param>
internal sealed record ApproveEviction(int? ConfirmDeletions = null);
