using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.OpenId;

/// <summary>The sessions whose provider is asked again, and again, whether they may go on. Several processes share them.</summary>
public sealed class ProviderSessions(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// Takes the sessions that are due, at most <paramref name="most"/>: nobody else takes them until <paramref name="pause"/> is over,
    /// whatever comes of it.
    /// </summary>
    public async Task<IReadOnlyList<DueSession>> TakeDueAsync(string provider, TimeSpan pause, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<DueSession>(
            $"""
            UPDATE user_sessions SET refresh_at = {now + pause}
            WHERE id IN (
                SELECT id FROM user_sessions
                WHERE provider = {provider} AND refresh_at <= {now} AND ended_at IS NULL AND expires_at > {now} AND protected_refresh_token IS NOT NULL
                ORDER BY refresh_at LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING id, user_id, address, protected_refresh_token
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps the token that the provider gave in place of the one that was used.</summary>
    public async Task KeepAsync(Guid id, byte[] protectedRefreshToken, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.UserSessions.Where(session => session.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.ProtectedRefreshToken, protectedRefreshToken), cancellationToken);
    }

    /// <summary>Whether the identity that a provider speaks of is that of the session's account.</summary>
    public async Task<bool> IsOfAsync(DueSession session, ProviderClaims claims, CancellationToken cancellationToken)
    {
        var issuer = claims.Issuer.TrimEnd('/');
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ExternalIdentities.AnyAsync(
            identity => identity.UserId == session.UserId && identity.Provider == claims.Provider && identity.Issuer == issuer && identity.Subject == claims.Subject, cancellationToken);
    }

    /// <summary>Ends a session that the provider does not let go on.</summary>
    public async Task EndAsync(string provider, DueSession session, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(OpenIdAccounts.ActorOf(provider, session.Address), Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await UserSessions.EndAsync(db.UserSessions.Where(row => row.Id == session.Id), clock.GetUtcNow(), cancellationToken);
    }
}

/// <summary>A session whose provider is to be asked.</summary>
/// <param name="Address">From where it began.</param>
/// <param name="ProtectedRefreshToken">Encrypted under <see cref="Portal.Core.Secrets.SecretProtector.ProviderSession"/>.</param>
public sealed record DueSession(Guid Id, Guid UserId, string Address, byte[] ProtectedRefreshToken);
