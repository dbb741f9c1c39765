using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Access.Factors;

internal sealed class FactorService(
    IDbContextFactory<PortalDbContext> contexts, FactorChecks checks, FactorRows rows, SecretProtector protector, IOptions<SecondFactorOptions> options, TimeProvider clock) : IFactors
{
    private const string Issuer = "Kurator Portal";

    private static readonly TimeSpan SetupTime = TimeSpan.FromMinutes(15);

    public async Task<FactorSummary> GetAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.AccountFactors.AsNoTracking().Where(factors => factors.UserId == actor.Id)
            .Select(factors => new { factors.AuthenticatorSince, factors.LastUsedAt, factors.RecoveryHashes })
            .SingleOrDefaultAsync(cancellationToken);
        var hasPassword = await db.Users.AnyAsync(user => user.Id == actor.Id && user.PasswordHash != null, cancellationToken);
        var passkeys = await db.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == actor.Id)
            .OrderBy(passkey => passkey.CreatedAt)
            .Select(passkey => new PasskeySummary(passkey.Id, passkey.Name, passkey.CreatedAt, passkey.LastUsedAt, passkey.IsBackedUp))
            .ToListAsync(cancellationToken);
        return new FactorSummary(
            row?.AuthenticatorSince, row?.LastUsedAt, RecoveryCodeSet.Left(row?.RecoveryHashes), hasPassword && options.Value.Asks(actor.Roles), hasPassword, passkeys);
    }

    public async Task<AuthenticatorSetup> BeginAuthenticatorAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken)
    {
        const string Refused = "No authenticator was set up";
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        await rows.DemandPasswordAsync(actor, Refused, cancellationToken);
        await checks.DemandAsync(actor.Id, proof, Refused, cancellationToken);
        var key = Totp.NewKey();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.AccountFactors.SingleOrDefaultAsync(factors => factors.UserId == actor.Id, cancellationToken);
        if (row is null)
        {
            db.AccountFactors.Add(row = new AccountFactors { UserId = actor.Id, UserName = actor.Name });
        }

        row.ProtectedPending = protector.Protect(SecretProtector.AuthenticatorKey, key);
        row.PendingUntil = clock.GetUtcNow() + SetupTime;
        await db.SaveChangesAsync(cancellationToken);
        return new AuthenticatorSetup(key, Address(actor.Name, key));
    }

    public async Task<RecoveryCodes> ConfirmAuthenticatorAsync(string code, Actor actor, CancellationToken cancellationToken)
    {
        const string Refused = "The authenticator was not switched on";
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        var plain = FactorCodes.Plain(code);
        if (plain.Length == 0)
        {
            throw ProblemException.Invalid(Refused, "There is no code.", "Enter the six digits that the app shows now.", "code");
        }

        return await rows.ChangeAsync(actor.Id, (db, row) =>
        {
            var now = clock.GetUtcNow();
            if (row?.ProtectedPending is not { } pending || row.PendingUntil < now)
            {
                throw ProblemException.Conflict(Refused, "No key was shown in the last 15 minutes.", "Begin anew, and scan the key that is shown then.");
            }

            if (Totp.Match(protector.Unprotect(SecretProtector.AuthenticatorKey, pending), plain, now, after: 0) is not { } step)
            {
                throw ProblemException.Invalid(
                    Refused, "The code is not the one of the key that was shown.", "Enter the six digits that the app shows now. The clocks of the device and of the portal must agree.", "code");
            }

            (row.ProtectedKey, row.AuthenticatorSince, row.LastStep, row.LastUsedAt) = (pending, now, step, now);
            (row.ProtectedPending, row.PendingUntil) = (null, null);
            return RecoveryCodeSet.Left(row.RecoveryHashes) > 0 ? new RecoveryCodes([]) : FactorRows.NewCodes(db, row, actor);
        }, cancellationToken);
    }

    public async Task RemoveAuthenticatorAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken)
    {
        const string Refused = "The authenticator was not switched off";
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        await checks.DemandAsync(actor.Id, proof, Refused, cancellationToken);
        var others = await PasskeysAsync(actor, cancellationToken);
        await rows.ChangeAsync(actor.Id, (db, row) =>
        {
            if (row?.AuthenticatorSince is null)
            {
                throw ProblemException.NotFound("There is no authenticator", "Set one up first.");
            }

            if (!others)
            {
                options.Value.DemandNotLast(actor, Refused);

                // Without a factor there is nothing to recover.
                db.AccountFactors.Remove(row);
            }

            (row.ProtectedKey, row.AuthenticatorSince, row.LastUsedAt) = (null, null, null);
            return true;
        }, cancellationToken);
    }

    public async Task<RecoveryCodes> NewRecoveryCodesAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken)
    {
        const string Refused = "No recovery codes were made";
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        await checks.DemandAsync(actor.Id, proof, Refused, cancellationToken);
        if (!await checks.AsksAsync(actor.Id, cancellationToken))
        {
            throw ProblemException.Conflict(Refused, "The account has no second factor.", "Set up an authenticator or a passkey first.");
        }

        return await rows.ChangeAsync(actor.Id, (db, row) => FactorRows.NewCodes(db, row, actor), cancellationToken);
    }

    public async Task ResetAsync(Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        if (userId == actor.Id)
        {
            throw ProblemException.Conflict(
                "Your second factors were not reset", "It is your own account.", "Change them in your profile, where you prove that it is you.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var user = await db.Users.FromSql($"SELECT * FROM users WHERE id = {userId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken)
                ?? throw ProblemException.NotFound("The account does not exist");

            // A sign-in that waits for its second step is over too.
            user.SecurityStamp = Accounts.NewStamp();
            user.ConcurrencyStamp = Accounts.NewStamp();
            await db.SaveChangesAsync(cancellationToken);
            await db.AccountFactors.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
            await db.Passkeys.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
            await UserSessions.EndAsync(db.UserSessions.Where(session => session.UserId == userId), clock.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }

    /// <summary>As apps read it (github.com/google/google-authenticator, "Key Uri Format").</summary>
    private static string Address(string name, string key) =>
        $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(name)}?secret={key}&issuer={Uri.EscapeDataString(Issuer)}";

    private async Task<bool> PasskeysAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys.AnyAsync(passkey => passkey.UserId == actor.Id, cancellationToken);
    }
}
