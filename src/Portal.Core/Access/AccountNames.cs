using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Finds accounts by their full name: who may not list accounts can still name a colleague.</summary>
internal sealed class AccountNames(IDbContextFactory<PortalDbContext> contexts, ILookupNormalizer normalizer)
{
    /// <summary>The account's id, or null when there is none of this name.</summary>
    public async Task<Guid?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(name);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(user => user.NormalizedUserName == normalized).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The team that a service account belongs to; null for any other account.</summary>
    public async Task<Guid?> TeamOfAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(user => user.Id == userId).Select(user => user.OwnerTeamId).SingleOrDefaultAsync(cancellationToken);
    }
}
