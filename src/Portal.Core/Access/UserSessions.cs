using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Begins and ends sessions of browsers.</summary>
public sealed class UserSessions(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    /// <summary>How long a session lasts at most. One that is not used for 12 hours ends by its cookie.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>The new session's id.</summary>
    public async Task<Guid> BeginAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = new UserSession { UserId = userId, StartedAt = now, ExpiresAt = now + Lifetime };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // What is long over is dropped where somebody begins anew: no job of its own is worth it.
        await db.UserSessions.Where(old => old.UserId == userId && (old.ExpiresAt < now || old.EndedAt != null)).ExecuteDeleteAsync(cancellationToken);
        db.UserSessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }

    /// <summary>From the next request on, the session's cookie is refused, wherever a copy of it is.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.UserSessions.Where(session => session.Id == sessionId && session.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.EndedAt, now), cancellationToken);
    }
}
