using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Finds tokens by their hash, and remembers when each was used last.</summary>
public sealed class ApiTokenUse(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : ILastUses
{
    private readonly LastUseBatch<DateTimeOffset> _used = new(contexts);

    /// <summary>The owner of a token that can be used now, or null.</summary>
    public async Task<ApiTokenOwner?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!token.StartsWith(ApiToken.TokenPrefix, StringComparison.Ordinal) || token.Length > 100)
        {
            return null;
        }

        var hash = Secret.Hash(token);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var owner = await db.ApiTokens.AsNoTracking()
            .Where(row => row.Hash == hash && row.RevokedAt == null && row.ExpiresAt > now)
            .Select(row => new ApiTokenOwner(row.Id, row.UserId, row.User!.UserName!, row.User.LockoutEnd))
            .SingleOrDefaultAsync(cancellationToken);
        if (owner is null || PortalUser.IsEndless(owner.LockoutEnd))
        {
            return null;
        }

        _used.Mark(owner.TokenId, now);
        return owner;
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _used.FlushAsync(
        (db, ids, times) => db.Database.ExecuteSqlAsync(
            $"""
            UPDATE api_tokens SET last_used_at = greatest(last_used_at, used.at)
            FROM unnest({ids}, {times}) AS used(id, at) WHERE api_tokens.id = used.id
            """,
            cancellationToken),
        cancellationToken);
}
