using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.Sessions;

/// <summary>Remembers when each session was seen last.</summary>
public sealed class SessionUse(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : ILastUses
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _seen = new();

    public void Mark(Guid sessionId) => _seen[sessionId] = clock.GetUtcNow();

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var batch = _seen.ToArray();
        if (batch.Length == 0)
        {
            return;
        }

        var ids = batch.Select(use => use.Key).ToArray();
        var times = batch.Select(use => use.Value).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE user_sessions SET last_seen_at = greatest(last_seen_at, seen.at)
            FROM unnest({ids}, {times}) AS seen(id, at) WHERE user_sessions.id = seen.id
            """,
            cancellationToken);
        foreach (var use in batch)
        {
            // Only if it was not seen again meanwhile.
            _seen.TryRemove(use);
        }
    }
}
