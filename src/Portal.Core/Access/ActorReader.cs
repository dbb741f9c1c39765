using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Access.Factors;
using Portal.Core.Access.Tokens;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Reads what an account may do now. Asked at every act, so that a right taken away is gone in open sessions too.</summary>
public sealed class ActorReader(IDbContextFactory<PortalDbContext> contexts, IOptions<SecondFactorOptions> secondFactor, TimeProvider clock)
{
    /// <summary>Null when the account does not exist.</summary>
    /// <param name="tokenId">The API token in use, or null for a browser session.</param>
    /// <param name="sessionId">The browser's session, or null for an API token.</param>
    public async Task<ActorState?> ReadAsync(Guid userId, Guid? tokenId, Guid? sessionId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var mayLack = tokenId is null && secondFactor.Value.Rule is not SecondFactorRule.Nobody;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Users.AsNoTracking()
            .Where(user => user.Id == userId)
            .Select(user => new
            {
                user.UserName,
                user.LockoutEnd,
                user.MustChangePassword,
                user.SecurityStamp,
                Roles = db.UserRoles.Where(link => link.UserId == user.Id)
                    .Join(db.Roles, link => link.RoleId, role => role.Id, (link, role) => role.Name!).ToList(),
                Teams = db.TeamMembers.Where(member => member.UserId == user.Id)
                    .Select(member => new { member.TeamId, member.Role }).ToList(),
                Scopes = db.ApiTokens.Where(token => token.Id == tokenId).Select(token => token.Scopes).FirstOrDefault(),
                LacksFactor = mayLack && user.PasswordHash != null
                    && !db.AccountFactors.Any(factors => factors.UserId == user.Id && factors.AuthenticatorSince != null)
                    && !db.Passkeys.Any(passkey => passkey.UserId == user.Id),
                Usable = tokenId != null
                    ? db.ApiTokens.Any(token =>
                        token.Id == tokenId && token.UserId == user.Id && token.RevokedAt == null && token.ExpiresAt > now)
                    : db.UserSessions.Any(session =>
                        session.Id == sessionId && session.UserId == user.Id && session.EndedAt == null && session.ExpiresAt > now),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        var roles = row.Roles.Select(name => Enum.Parse<PortalRole>(name)).ToHashSet();
        return new ActorState(
            new Actor(userId, row.UserName!, roles, tokenId) { Teams = row.Teams.ToDictionary(team => team.TeamId, team => team.Role), SessionId = sessionId, Scopes = TokenScopes.Read(row.Scopes) },
            !PortalUser.IsEndless(row.LockoutEnd) && row.Usable,
            row.MustChangePassword,
            row.SecurityStamp ?? "",
            row.LacksFactor && secondFactor.Value.Asks(roles));
    }
}
