using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Portal.Core.Access;
using Portal.Core.Access.Sessions;
using Portal.Core.Problems;

namespace Portal.Web.Access;

/// <summary>
/// Who acts in this request or circuit. The account is read again from the database, at most every few seconds,
/// and when the database tells of changed roles: what was taken away ends in open circuits and streams too.
/// </summary>
internal sealed class ActorSource(
    RequestPrincipal request, AuthenticationStateProvider sessions, ActorReader reader, ActorChanges changes, SessionUse uses, TimeProvider clock) : IActorSource
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private (ActorState State, Guid? Token, Guid? Session, DateTimeOffset At, long Changes)? _last;

    public async Task<Actor> GetAsync(CancellationToken cancellationToken)
    {
        var user = request.User ?? (await sessions.GetAuthenticationStateAsync()).User;
        var state = await ReadAsync(user, cancellationToken) ?? throw ProblemException.Forbidden(
            "Nobody is signed in", "The session is over, or never began.", "Sign in.");
        return state.Demand();
    }

    /// <summary>The account behind a principal as it stands now; null when there is none.</summary>
    public async Task<ActorState?> ReadAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (principal.UserId() is not { } userId)
        {
            return null;
        }

        var tokenId = principal.TokenId();
        var sessionId = principal.SessionId();
        var now = clock.GetUtcNow();
        if (_last is { } last && last.State.Actor.Id == userId && last.Token == tokenId && last.Session == sessionId && now - last.At < Fresh && last.Changes == changes.Count)
        {
            return Here(last.State);
        }

        // Counted before it is read: what changes meanwhile is read again.
        var count = changes.Count;
        var state = await reader.ReadAsync(userId, tokenId, sessionId, cancellationToken);
        if (state?.Actor.SessionId is { } seen)
        {
            uses.Mark(seen);
        }

        _last = state is null ? null : (state, tokenId, sessionId, now, count);
        return state is null ? null : Here(state);
    }

    /// <summary>Not kept: a circuit may come from elsewhere when it comes again.</summary>
    private ActorState Here(ActorState state) => state with { Actor = state.Actor with { Address = request.Address } };
}
