using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.Sessions;

/// <summary>Remembers when each session was seen last.</summary>
public sealed class SessionUse(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : ILastUses
{
    private readonly LastUseBatch<DateTimeOffset> _seen = new(contexts);

    public void Mark(Guid sessionId) => _seen.Mark(sessionId, clock.GetUtcNow());

    public Task FlushAsync(CancellationToken cancellationToken) => _seen.FlushAsync(
        (db, ids, times) => db.Database.ExecuteSqlAsync(
            $"""
            UPDATE user_sessions SET last_seen_at = greatest(last_seen_at, seen.at)
            FROM unnest({ids}, {times}) AS seen(id, at) WHERE user_sessions.id = seen.id
            """,
            cancellationToken),
        cancellationToken);
}
