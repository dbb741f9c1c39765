using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Access.Sessions;
using Portal.Core.Data;
using Portal.Web.Api;

namespace Portal.Web.Access.Sessions;

/// <summary>Sessions of browsers: the caller's own, and for admins anyone's.</summary>
internal static class SessionsApi
{
    private const string Tag = "Sessions";

    public static void MapSessions(this RouteGroupBuilder api)
    {
        var own = api.MapGroup("/me/sessions");
        own.MapGet("/", ListOwnAsync).Needs(Permission.ManageOwnSessions).Says("ListSessions", Tag, "Lists your sessions that live, the newest first.");
        own.MapDelete("/", EndOthersAsync).Needs(Permission.ManageOwnSessions)
            .Says("EndOtherSessions", Tag, "Ends all your sessions but the one that asks.");
        api.MapDelete("/sessions/{id:guid}", EndAsync).Needs(Permission.ManageOwnSessions).Fails(404)
            .Says("EndSession", Tag, "Ends a session of yours; an admin can end anyone's. It is signed out at once.");
        var users = api.MapGroup("/users/{id:guid}/sessions");
        users.MapGet("/", ListAsync).Needs(Permission.ManageUsers).Says("ListUserSessions", Tag, "Lists the sessions of an account that live.");
        users.MapDelete("/", EndAllAsync).Needs(Permission.ManageUsers).Fails(404)
            .Says("EndUserSessions", Tag, "Ends all sessions of an account, at once.");
    }

    private static async Task<Ok<Page<SessionSummary>>> ListOwnAsync(ISessions sessions, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await sessions.ListAsync(null, caller.Actor, cancellationToken)));

    private static async Task<NoContent> EndOthersAsync(ISessions sessions, Caller caller, CancellationToken cancellationToken)
    {
        await sessions.EndOthersAsync(caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAsync(Guid id, ISessions sessions, Caller caller, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<SessionSummary>>> ListAsync(Guid id, ISessions sessions, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await sessions.ListAsync(id, caller.Actor, cancellationToken)));

    private static async Task<NoContent> EndAllAsync(Guid id, ISessions sessions, Caller caller, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}
