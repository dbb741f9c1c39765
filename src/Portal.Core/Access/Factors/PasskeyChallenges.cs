using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.Factors;

/// <summary>What browsers were asked for a passkey: each is answered once, within five minutes, in whatever process the answer arrives.</summary>
public sealed class PasskeyChallenges(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Returns the id by which it is taken back.</summary>
    /// <param name="userId">Who registers a passkey; null where somebody signs in.</param>
    /// <param name="state">What is needed to check the answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Guid> AddAsync(Guid? userId, string state, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var challenge = new PasskeyChallenge { UserId = userId, State = state, ExpiresAt = now + Lifetime };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Dropped where the next is added: there are never more than are asked for in five minutes.
        await db.PasskeyChallenges.Where(old => old.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        db.PasskeyChallenges.Add(challenge);
        await db.SaveChangesAsync(cancellationToken);
        return challenge.Id;
    }

    /// <summary>What was asked; null when it was answered before, is too old, or was asked of somebody else.</summary>
    public async Task<string?> TakeAsync(Guid id, Guid? userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await db.PasskeyChallenges
            .FromSql($"DELETE FROM passkey_challenges WHERE id = {id} AND user_id IS NOT DISTINCT FROM {userId} RETURNING *")
            .AsNoTracking().ToListAsync(cancellationToken);
        return taken is [{ } challenge] && challenge.ExpiresAt >= now ? challenge.State : null;
    }
}
