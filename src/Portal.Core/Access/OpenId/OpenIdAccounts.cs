using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.OpenId;

/// <summary>
/// Finds the account of somebody whom a provider has signed in, makes one where that is set, and gives it what the groups say now:
/// all in one transaction, recorded as the provider's act.
/// </summary>
public sealed class OpenIdAccounts(IDbContextFactory<PortalDbContext> contexts, OpenIdProviders providers, ILookupNormalizer normalizer, TimeProvider clock)
{
    // Whoever the provider knows could fill the table else.
    private const int MostWaiting = 1000;

    /// <summary>Who acts where a provider has its way.</summary>
    public static Actor ActorOf(string provider, string address) =>
        new(Guid.Empty, $"provider {provider}", new HashSet<PortalRole> { PortalRole.Admin }, Address: address);

    /// <param name="claims">What the provider said.</param>
    /// <param name="address">From where the person signs in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Admission> AdmitAsync(ProviderClaims claims, string address, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(ActorOf(claims.Provider, address), Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await Accounts.LockAsync(db, cancellationToken);
            var admission = await AdmitAsync(db, claims, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return admission;
        });
    }

    private async Task<Admission> AdmitAsync(PortalDbContext db, ProviderClaims claims, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var issuer = claims.Issuer.TrimEnd('/');
        var known = await db.ExternalIdentities.Include(row => row.User)
            .SingleOrDefaultAsync(row => row.Provider == claims.Provider && row.Issuer == issuer && row.Subject == claims.Subject, cancellationToken);
        if (known?.User is { } closed && (closed.IsDisabled || closed.IsService))
        {
            return new Admission(AdmissionOutcome.Closed);
        }

        if (claims.HidesGroups && await db.GroupMappings.AnyAsync(mapping => mapping.Provider == claims.Provider, cancellationToken))
        {
            return new Admission(AdmissionOutcome.GroupsHidden);
        }

        var identity = known ?? new ExternalIdentity { Provider = claims.Provider, Issuer = issuer, Subject = claims.Subject, CreatedAt = now };
        (identity.Name, identity.Email, identity.Groups, identity.LastUsedAt) = (claims.Name, claims.Email, [.. claims.Groups], now);
        var outcome = identity.UserId is null ? await FindAccountAsync(db, identity, claims, cancellationToken) : AdmissionOutcome.Admitted;
        if (known is null && (outcome == AdmissionOutcome.Admitted || await HasRoomAsync(db, claims.Provider, cancellationToken)))
        {
            db.ExternalIdentities.Add(identity);
        }

        if (outcome != AdmissionOutcome.Admitted)
        {
            return new Admission(outcome);
        }

        await db.SaveChangesAsync(cancellationToken);
        await MappedRoles.ApplyAsync(db, claims.Provider, [identity], now, cancellationToken);
        return new Admission(outcome, identity.User);
    }

    /// <summary>Never by a name or an e-mail address: whoever can choose those at the provider could take somebody's account.</summary>
    private async Task<AdmissionOutcome> FindAccountAsync(PortalDbContext db, ExternalIdentity identity, ProviderClaims claims, CancellationToken cancellationToken)
    {
        if (providers.Find(claims.Provider)?.Accounts != AccountCreation.FirstSignIn)
        {
            return AdmissionOutcome.Waiting;
        }

        var name = ProvidedName.Of(claims);
        var normalized = normalizer.NormalizeName(name);
        if (await db.Users.AnyAsync(user => user.NormalizedUserName == normalized, cancellationToken))
        {
            return AdmissionOutcome.NameTaken;
        }

        identity.User = new PortalUser
        {
            Id = Guid.CreateVersion7(),
            UserName = name,
            NormalizedUserName = normalized,
            SecurityStamp = Accounts.NewStamp(),
            LockoutEnabled = true,
            CreatedAt = clock.GetUtcNow(),
        };
        identity.UserId = identity.User.Id;
        db.Users.Add(identity.User);
        return AdmissionOutcome.Admitted;
    }

    private static async Task<bool> HasRoomAsync(PortalDbContext db, string provider, CancellationToken cancellationToken) =>
        await db.ExternalIdentities.CountAsync(row => row.Provider == provider && row.UserId == null, cancellationToken) < MostWaiting;
}
