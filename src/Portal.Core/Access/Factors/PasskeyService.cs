using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.Factors;

internal sealed class PasskeyService(
    IDbContextFactory<PortalDbContext> contexts, FactorChecks checks, FactorRows rows, IOptions<SecondFactorOptions> options, TimeProvider clock) : IPasskeys
{
    private static readonly PasskeyNameValidator Names = new();

    public async Task DemandMayAddAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken)
    {
        const string Refused = "No passkey was added";
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        await rows.DemandPasswordAsync(actor, Refused, cancellationToken);
        await checks.DemandAsync(actor.Id, proof, Refused, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Passkeys.CountAsync(passkey => passkey.UserId == actor.Id, cancellationToken) >= IPasskeys.Most)
        {
            throw ProblemException.Conflict(Refused, $"The account has {IPasskeys.Most} passkeys.", "Remove one that is no longer used.");
        }
    }

    public async Task<RecoveryCodes> AddAsync(string name, UserPasskeyInfo passkey, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        Names.Demand(new PasskeyName(name), "No passkey was added");
        return await rows.ChangeAsync(actor.Id, (db, row) =>
        {
            db.Passkeys.Add(new Passkey
            {
                UserId = actor.Id,
                Name = name.Trim(),
                CredentialId = passkey.CredentialId,
                PublicKey = passkey.PublicKey,
                SignCount = passkey.SignCount,
                Transports = [.. passkey.Transports ?? []],
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
                CreatedAt = clock.GetUtcNow(),
            });
            return RecoveryCodeSet.Left(row?.RecoveryHashes) > 0 ? new RecoveryCodes([]) : FactorRows.NewCodes(db, row, actor);
        }, cancellationToken);
    }

    public async Task RenameAsync(Guid id, string name, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        Names.Demand(new PasskeyName(name), "The passkey was not renamed");
        var trimmed = name.Trim();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Passkeys.Where(passkey => passkey.Id == id && passkey.UserId == actor.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(passkey => passkey.Name, trimmed), cancellationToken) == 0)
        {
            throw ProblemException.NotFound("The passkey does not exist");
        }
    }

    public async Task RemoveAsync(Guid id, FactorProof proof, Actor actor, CancellationToken cancellationToken)
    {
        const string Refused = "The passkey was not removed";
        AccessPolicy.Demand(actor, Permission.ManageOwnFactors);
        await checks.DemandAsync(actor.Id, proof, Refused, cancellationToken);
        await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
        var passkey = await reading.Passkeys.AsNoTracking().SingleOrDefaultAsync(passkey => passkey.Id == id && passkey.UserId == actor.Id, cancellationToken)
            ?? throw ProblemException.NotFound("The passkey does not exist");
        var others = await reading.Passkeys.AnyAsync(other => other.UserId == actor.Id && other.Id != id, cancellationToken);
        await rows.ChangeAsync(actor.Id, (db, row) =>
        {
            if (!others && row?.AuthenticatorSince is null)
            {
                options.Value.DemandNotLast(actor, Refused);
                if (row is not null)
                {
                    db.AccountFactors.Remove(row);
                }
            }

            db.Passkeys.Remove(passkey);
            return true;
        }, cancellationToken);
    }
}
