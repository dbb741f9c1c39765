using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Remembers for a day what a POST under an Idempotency-Key was answered.</summary>
public sealed class Idempotency(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Null when the caller is the first and now runs the request; else what is known of the one that was.</summary>
    public async Task<IdempotencyRecord?> BeginAsync(Guid userId, string key, byte[] requestHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var oldest = now - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var begun = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO idempotency_records AS known (user_id, key, request_hash, created_at)
            VALUES ({userId}, {key}, {requestHash}, {now})
            ON CONFLICT (user_id, key) DO UPDATE
            SET request_hash = excluded.request_hash, created_at = excluded.created_at,
                status = NULL, content_type = NULL, body = NULL, location = NULL
            WHERE known.created_at < {oldest}
            """,
            cancellationToken);
        return begun == 1
            ? null
            : await db.IdempotencyRecords.AsNoTracking()
                .SingleOrDefaultAsync(record => record.UserId == userId && record.Key == key, cancellationToken);
    }

    /// <param name="body">Null for an answer that carries a secret.</param>
    public async Task CompleteAsync(
        Guid userId, string key, int status, string? contentType, string? body, string? location, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.IdempotencyRecords.Where(record => record.UserId == userId && record.Key == key).ExecuteUpdateAsync(
            set => set
                .SetProperty(record => record.Status, status)
                .SetProperty(record => record.ContentType, contentType)
                .SetProperty(record => record.Body, body)
                .SetProperty(record => record.Location, location),
            cancellationToken);
    }

    /// <summary>The request changed nothing: the same key may be used again.</summary>
    public async Task AbandonAsync(Guid userId, string key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.IdempotencyRecords.Where(record => record.UserId == userId && record.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Deletes what is older than a day.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.IdempotencyRecords.Where(record => record.CreatedAt < oldest).ExecuteDeleteAsync(cancellationToken);
    }
}
