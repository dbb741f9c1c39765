using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.Factors;

/// <summary>The accounts of ASP.NET Core Identity, with passkeys in the portal's own table: it says when each was used, and acts on it are recorded.</summary>
internal sealed class AccountStore(PortalDbContext context, TimeProvider clock, IdentityErrorDescriber? describer = null)
    : UserStore<PortalUser, IdentityRole<Guid>, PortalDbContext, Guid>(context, describer), IUserPasskeyStore<PortalUser>
{
    /// <summary>Takes note of a use. Passkeys are added by <see cref="IPasskeys"/> alone.</summary>
    public override async Task AddOrUpdatePasskeyAsync(PortalUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (count, verified, backedUp) = ((long)passkey.SignCount, passkey.IsUserVerified, passkey.IsBackedUp);
        await Context.Passkeys.Where(row => row.UserId == user.Id && row.CredentialId == passkey.CredentialId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SignCount, count).SetProperty(row => row.IsUserVerified, verified)
                .SetProperty(row => row.IsBackedUp, backedUp).SetProperty(row => row.LastUsedAt, now),
            cancellationToken);
    }

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PortalUser user, CancellationToken cancellationToken) =>
        [.. (await Context.Passkeys.AsNoTracking().Where(row => row.UserId == user.Id).ToListAsync(cancellationToken)).Select(Info)];

    public override Task<PortalUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Context.Passkeys.Where(row => row.CredentialId == credentialId).Select(row => row.User).SingleOrDefaultAsync(cancellationToken);

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(PortalUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Passkeys.AsNoTracking().SingleOrDefaultAsync(row => row.UserId == user.Id && row.CredentialId == credentialId, cancellationToken) is { } row ? Info(row) : null;

    public override Task RemovePasskeyAsync(PortalUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        Context.Passkeys.Where(row => row.UserId == user.Id && row.CredentialId == credentialId).ExecuteDeleteAsync(cancellationToken);

    private static UserPasskeyInfo Info(Passkey row) => new(
        row.CredentialId, row.PublicKey, row.CreatedAt, (uint)row.SignCount, [.. row.Transports],
        row.IsUserVerified, row.IsBackupEligible, row.IsBackedUp, row.AttestationObject, row.ClientDataJson)
    { Name = row.Name };
}
