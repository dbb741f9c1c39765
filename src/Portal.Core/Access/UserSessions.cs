using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Begins and ends sessions of browsers.</summary>
public sealed class UserSessions(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    /// <summary>How long a session lasts at most. One that is not used for 12 hours ends by its cookie.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const int MaxText = 100;

    /// <summary>The new session's id: never one that a browser brought along.</summary>
    /// <param name="user">Who signed in.</param>
    /// <param name="browser">What the browser says it is.</param>
    /// <param name="address">From where.</param>
    /// <param name="replaced">The session that the same browser had until now: it ends. Null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="provider">The session at the provider that signed the person in; null for a password.</param>
    public async Task<Guid> BeginAsync(
        PortalUser user, string browser, string address, Guid? replaced, CancellationToken cancellationToken, ProviderSession? provider = null)
    {
        var now = clock.GetUtcNow();
        var session = new UserSession
        {
            UserId = user.Id,
            UserName = user.UserName ?? "",
            Browser = Bounded(browser),
            Address = Bounded(address),
            Provider = provider?.Provider,
            ProviderSession = provider?.SessionId,
            ProtectedRefreshToken = provider?.ProtectedRefreshToken,
            RefreshAt = provider?.ProtectedRefreshToken is null ? null : now + provider.RefreshInterval,
            StartedAt = now,
            ExpiresAt = now + Lifetime,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (replaced is { } old)
        {
            await EndAsync(old, cancellationToken);
        }

        // What is long over is dropped where somebody begins anew: no job of its own is worth it.
        await db.UserSessions.Where(row => row.UserId == user.Id && (row.ExpiresAt < now || row.EndedAt != null)).ExecuteDeleteAsync(cancellationToken);
        db.UserSessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }

    /// <summary>The provider that began a session; null for a password, and where there is no such session.</summary>
    public async Task<string?> ProviderOfAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserSessions.Where(session => session.Id == sessionId).Select(session => session.Provider).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>From the next request on, the session's cookie is refused, wherever a copy of it is.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EndAsync(db.UserSessions.Where(session => session.Id == sessionId), clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Ends those that live, and returns how many.</summary>
    internal static Task<int> EndAsync(IQueryable<UserSession> sessions, DateTimeOffset now, CancellationToken cancellationToken) =>
        sessions.Where(session => session.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.EndedAt, now), cancellationToken);

    private static string Bounded(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
