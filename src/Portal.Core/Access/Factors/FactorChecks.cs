using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Access.Factors;

/// <summary>
/// Checks codes and proofs, one at a time for each account: a code counts once, and each wrong one counts towards the lock,
/// however many come at the same moment.
/// </summary>
public sealed class FactorChecks(
    IDbContextFactory<PortalDbContext> contexts,
    SecretProtector protector,
    IPasswordHasher<PortalUser> hasher,
    IOptions<IdentityOptions> identity,
    TimeProvider clock)
{
    /// <summary>Whether the password alone does not open the account.</summary>
    public async Task<bool> AsksAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AccountFactors.AnyAsync(factors => factors.UserId == userId && factors.AuthenticatorSince != null, cancellationToken)
            || await db.Passkeys.AnyAsync(passkey => passkey.UserId == userId, cancellationToken);
    }

    /// <summary>Uses a code of the authenticator or a recovery code. Null when it counts for nothing, and while the account is locked.</summary>
    public Task<SignInFactor?> UseAsync(Guid userId, string code, CancellationToken cancellationToken) =>
        CheckAsync(userId, (_, factors) => UseCode(factors, code), cancellationToken);

    /// <summary>Throws a problem that names the field, unless the proof is right.</summary>
    /// <param name="userId">Whose proof.</param>
    /// <param name="proof">A password or a code.</param>
    /// <param name="what">What is refused: "The authenticator was not switched off".</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task DemandAsync(Guid userId, FactorProof proof, string what, CancellationToken cancellationToken)
    {
        var (password, code) = (proof.Password ?? "", proof.Code ?? "");
        if (password.Length is 0 or > 256 && code.Length == 0)
        {
            throw ProblemException.Invalid(what, "It needs a proof that it is you.", "Enter your password, or a code of your authenticator.", "password");
        }

        var proven = code.Length > 0
            ? await UseAsync(userId, code, cancellationToken)
            : await CheckAsync(userId, (user, _) => IsPassword(user, password) ? SignInFactor.Password : null, cancellationToken);
        if (proven is null)
        {
            throw code.Length > 0
                ? ProblemException.Invalid(what, "The code is wrong or was used already, or the account is locked.", "Enter the code that the app shows now, or a recovery code that was not used.", "code")
                : ProblemException.Invalid(what, "The password is wrong, or the account is locked.", "Enter the password that you signed in with.", "password");
        }
    }

    private bool IsPassword(PortalUser user, string password) =>
        user.PasswordHash is { } hash && hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;

    private SignInFactor? UseCode(AccountFactors? factors, string code) => factors is null
        ? null
        : FactorCodes.Use(factors, factors.ProtectedKey is { } key ? protector.Unprotect(SecretProtector.AuthenticatorKey, key) : null, code, clock.GetUtcNow());

    private async Task<SignInFactor?> CheckAsync(Guid userId, Func<PortalUser, AccountFactors?, SignInFactor?> check, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var user = await db.Users.FromSql($"SELECT * FROM users WHERE id = {userId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
            var now = clock.GetUtcNow();
            if (user is null || user.LockoutEnd > now)
            {
                return null;
            }

            var factor = check(user, await db.AccountFactors.SingleOrDefaultAsync(row => row.UserId == userId, cancellationToken));
            Count(user, factor is not null, now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return factor;
        });
    }

    private void Count(PortalUser user, bool right, DateTimeOffset now)
    {
        user.AccessFailedCount = right ? 0 : user.AccessFailedCount + 1;
        if (user.AccessFailedCount >= identity.Value.Lockout.MaxFailedAccessAttempts)
        {
            user.AccessFailedCount = 0;
            user.LockoutEnd = now + identity.Value.Lockout.DefaultLockoutTimeSpan;
        }

        // Whoever read the account before must read it again.
        user.ConcurrencyStamp = Accounts.NewStamp();
    }
}
