using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.Tokens;

/// <summary>Rows of tokens: projected to what lists show, and revoked.</summary>
internal static class ApiTokenRows
{
    /// <summary>Newest first, revoked and expired ones of the last 30 days included.</summary>
    public static async Task<IReadOnlyList<ApiTokenSummary>> ListAsync(PortalDbContext db, Guid owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now.AddDays(-30);
        return await db.ApiTokens.AsNoTracking()
            .Where(token => token.UserId == owner && token.ExpiresAt > since && (token.RevokedAt == null || token.RevokedAt > since))
            .OrderByDescending(token => token.Id)
            .Take(500)
            .Select(Summary(now))
            .ToListAsync(cancellationToken);
    }

    /// <summary>On a connection of its own, which knows the act. NotFound when there is none.</summary>
    public static async Task RevokeAsync(
        IDbContextFactory<PortalDbContext> contexts, Expression<Func<ApiToken, bool>> which, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.ApiTokens.Where(which)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, token => token.RevokedAt ?? now), cancellationToken);
        if (found == 0)
        {
            throw ProblemException.NotFound("The token does not exist");
        }
    }

    public static Expression<Func<ApiToken, ApiTokenSummary>> Summary(DateTimeOffset now) => token => new ApiTokenSummary(
        token.Id,
        token.UserId,
        token.Name,
        token.Prefix,
        token.CreatedAt,
        token.ExpiresAt,
        token.LastUsedAt,
        token.RevokedAt,
        token.RevokedAt == null && token.ExpiresAt > now,
        token.Scopes);
}
