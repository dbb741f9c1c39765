using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.Factors;

/// <summary>Changes one account's factors while nobody else does.</summary>
internal sealed class FactorRows(IDbContextFactory<PortalDbContext> contexts)
{
    public async Task<T> ChangeAsync<T>(Guid userId, Func<PortalDbContext, AccountFactors?, T> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM users WHERE id = {userId} FOR UPDATE", cancellationToken);
            var done = change(db, await db.AccountFactors.SingleOrDefaultAsync(factors => factors.UserId == userId, cancellationToken));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return done;
        });
    }

    /// <summary>Who has no password signs in elsewhere: a second factor here would never be asked for.</summary>
    public async Task DemandPasswordAsync(Actor actor, string refused, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Users.AnyAsync(user => user.Id == actor.Id && user.PasswordHash != null, cancellationToken))
        {
            throw ProblemException.Conflict(refused, "The account has no password here.", "Use the second factor of the provider that you sign in with.");
        }
    }

    /// <summary>Ten new recovery codes, in place of those that there are.</summary>
    /// <param name="db">Where they are saved.</param>
    /// <param name="row">The account's; null makes one.</param>
    /// <param name="actor">Whose.</param>
    public static RecoveryCodes NewCodes(PortalDbContext db, AccountFactors? row, Actor actor)
    {
        if (row is null)
        {
            db.AccountFactors.Add(row = new AccountFactors { UserId = actor.Id, UserName = actor.Name });
        }

        (var codes, row.RecoveryHashes) = RecoveryCodeSet.New();
        return new RecoveryCodes(codes);
    }
}
