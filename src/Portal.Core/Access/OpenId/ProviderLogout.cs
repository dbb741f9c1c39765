using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access.OpenId;

/// <summary>Ends the sessions of which a provider says that they are over. Open pages hear of it at once.</summary>
public sealed class ProviderLogout(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    /// <summary>False for a token that was used before; else the sessions have ended, if there were any.</summary>
    /// <param name="token">What the token says, after all of it was checked.</param>
    /// <param name="address">From where it came.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<bool> EndAsync(LogoutClaims token, string address, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(OpenIdAccounts.ActorOf(token.Provider, address), Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            var now = clock.GetUtcNow();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.UsedLogoutTokens.Where(used => used.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
            var isNew = await db.Database.ExecuteSqlAsync(
                $"INSERT INTO used_logout_tokens (provider, token_id, expires_at) VALUES ({token.Provider}, {token.TokenId}, {token.UsableUntil}) ON CONFLICT DO NOTHING",
                cancellationToken) == 1;
            if (isNew)
            {
                await UserSessions.EndAsync(SessionsOf(db, token), now, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return isNew;
        });
    }

    private static IQueryable<UserSession> SessionsOf(PortalDbContext db, LogoutClaims token)
    {
        var issuer = token.Issuer.TrimEnd('/');
        var sessions = db.UserSessions.Where(session => session.Provider == token.Provider);
        if (token.Subject is { } subject)
        {
            sessions = sessions.Where(session => db.ExternalIdentities.Any(identity =>
                identity.UserId == session.UserId && identity.Provider == token.Provider && identity.Issuer == issuer && identity.Subject == subject));
        }

        return token.SessionId is { } id ? sessions.Where(session => session.ProviderSession == id) : sessions;
    }
}

/// <summary>What a logout token says. It has a subject, a session, or both.</summary>
/// <param name="TokenId">Its <c>jti</c>.</param>
/// <param name="Subject">Whose sessions end; null where a session alone is named.</param>
/// <param name="SessionId">Which session of the provider's has ended; null for all of the subject's.</param>
/// <param name="UsableUntil">When it is refused for its age alone.</param>
public sealed record LogoutClaims(string Provider, string Issuer, string TokenId, string? Subject, string? SessionId, DateTimeOffset UsableUntil);
