using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.OpenId;

internal sealed class ExternalIdentityService(IDbContextFactory<PortalDbContext> contexts, ILookupNormalizer normalizer, TimeProvider clock) : IExternalIdentities
{
    private const string NotLinked = "The account was not linked";

    public async Task<Page<ExternalIdentityView>> ListAsync(IdentityQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.ExternalIdentities.AsNoTracking().Where(row => !query.Waiting || row.UserId == null);
        if (query.Search.Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } search)
        {
            var pattern = SearchPattern.Containing(search);
            rows = rows.Where(row => EF.Functions.ILike(row.Name, pattern) || EF.Functions.ILike(row.Email, pattern) || EF.Functions.ILike(row.User!.UserName!, pattern));
        }

        var skip = Math.Max(query.Skip, 0);
        var total = await rows.CountAsync(cancellationToken);
        var items = await Views(rows.OrderBy(row => row.UserId != null).ThenBy(row => row.Name).ThenBy(row => row.Id).Skip(skip).Take(Math.Clamp(query.Take, 1, 200)))
            .ToListAsync(cancellationToken);
        var next = skip + items.Count;
        return new Page<ExternalIdentityView>(items, total, next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<ExternalIdentityView> LinkAsync(Guid id, string account, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        if (string.IsNullOrWhiteSpace(account) || account.Length > 64 || account.Contains('\0', StringComparison.Ordinal))
        {
            throw ProblemException.Invalid(NotLinked, "An account's name has 1 to 64 characters.", "Write the account's name in full.", "account");
        }

        var normalized = normalizer.NormalizeName(account.Trim());
        return await ChangeAsync(id, async (db, identity) =>
        {
            var user = await db.Users.SingleOrDefaultAsync(row => row.NormalizedUserName == normalized, cancellationToken)
                ?? throw ProblemException.Invalid(NotLinked, "There is no account of this name.", "Write the account's name in full.", "account");
            await DemandFreeAsync(db, identity, user, cancellationToken);
            identity.UserId = user.Id;
            if (user.MustChangePassword)
            {
                (user.PasswordHash, user.MustChangePassword, user.SecurityStamp) = (null, false, Accounts.NewStamp());
            }

            await db.SaveChangesAsync(cancellationToken);
            await MappedRoles.ApplyAsync(db, identity.Provider, [identity], clock.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return await Views(db.ExternalIdentities.AsNoTracking().Where(row => row.Id == id)).SingleAsync(cancellationToken);
        }, cancellationToken);
    }

    public async Task RemoveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await ChangeAsync(id, async (db, identity) =>
        {
            var (user, provider, now) = (identity.UserId, identity.Provider, clock.GetUtcNow());
            identity.Groups = [];
            await MappedRoles.ApplyAsync(db, provider, [identity], now, cancellationToken);
            db.ExternalIdentities.Remove(identity);
            await db.SaveChangesAsync(cancellationToken);
            return await UserSessions.EndAsync(db.UserSessions.Where(session => session.UserId == user && session.Provider == provider), now, cancellationToken);
        }, cancellationToken);
    }

    private static async Task DemandFreeAsync(PortalDbContext db, ExternalIdentity identity, PortalUser user, CancellationToken cancellationToken)
    {
        if (identity.UserId is not null)
        {
            throw ProblemException.Conflict(NotLinked, "The identity has an account already.", "Remove the identity first; it can ask again by signing in.");
        }

        if (user.IsService)
        {
            throw ProblemException.Conflict(NotLinked, $"{user.UserName} is a service account, which never signs in.", "Choose the account of a person.", "account");
        }

        if (await db.ExternalIdentities.AnyAsync(row => row.UserId == user.Id && row.Provider == identity.Provider, cancellationToken))
        {
            throw ProblemException.Conflict(NotLinked, $"{user.UserName} is linked to somebody else of this provider.", "Remove that identity first.", "account");
        }
    }

    private async Task<T> ChangeAsync<T>(Guid id, Func<PortalDbContext, ExternalIdentity, Task<T>> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await Accounts.LockAsync(db, cancellationToken);
            var identity = await db.ExternalIdentities.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                ?? throw ProblemException.NotFound("There is no such identity");
            var result = await change(db, identity);
            await transaction.CommitAsync(cancellationToken);
            return result;
        });
    }

    private static IQueryable<ExternalIdentityView> Views(IQueryable<ExternalIdentity> rows) => rows.Select(row => new ExternalIdentityView(
        row.Id, row.Provider, row.Issuer, row.Subject, row.Name, row.Email, row.Groups.Count, row.UserId, row.User!.UserName, row.CreatedAt, row.LastUsedAt));
}
