using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.Sessions;

internal sealed class SessionService(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : ISessions
{
    public async Task<IReadOnlyList<SessionSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken)
    {
        var owner = userId ?? actor.Id;
        AccessPolicy.Demand(actor, owner == actor.Id ? Permission.ManageOwnSessions : Permission.ManageUsers);
        var now = clock.GetUtcNow();
        var current = actor.SessionId;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserSessions.AsNoTracking()
            .Where(session => session.UserId == owner && session.EndedAt == null && session.ExpiresAt > now)
            .OrderByDescending(session => session.StartedAt)
            .Take(200)
            .Select(session => new SessionSummary(
                session.Id, session.UserId, session.Browser, session.Address, session.StartedAt, session.LastSeenAt, session.ExpiresAt, session.Id == current))
            .ToListAsync(cancellationToken);
    }

    public async Task EndAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnSessions);
        var any = AccessPolicy.Allows(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = await UserSessions.EndAsync(
            db.UserSessions.Where(session => session.Id == id && (any || session.UserId == actor.Id)), clock.GetUtcNow(), cancellationToken);
        if (ended == 0)
        {
            throw ProblemException.NotFound("The session does not exist");
        }
    }

    public async Task<int> EndOthersAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnSessions);
        var kept = actor.SessionId;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await UserSessions.EndAsync(
            db.UserSessions.Where(session => session.UserId == actor.Id && session.Id != kept), clock.GetUtcNow(), cancellationToken);
    }

    public async Task<int> EndAllAsync(Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Users.AnyAsync(user => user.Id == userId, cancellationToken))
        {
            throw ProblemException.NotFound("The account does not exist");
        }

        return await UserSessions.EndAsync(db.UserSessions.Where(session => session.UserId == userId), clock.GetUtcNow(), cancellationToken);
    }
}
