using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>Projects accounts to what lists show.</summary>
internal static class UserRows
{
    public static async Task<List<UserSummary>> ReadAsync(
        IQueryable<PortalUser> users, PortalDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await users.Select(user => new
        {
            user.Id,
            user.UserName,
            user.LockoutEnd,
            user.MustChangePassword,
            user.CreatedAt,
            user.IsService,
            user.OwnerTeamId,
            user.RoleProvider,
            HasPassword = user.PasswordHash != null,
            Roles = db.UserRoles.Where(link => link.UserId == user.Id)
                .Join(db.Roles, link => link.RoleId, role => role.Id, (link, role) => role.Name!).ToList(),
            HasAuthenticator = db.AccountFactors.Any(factors => factors.UserId == user.Id && factors.AuthenticatorSince != null),
            Passkeys = db.Passkeys.Count(passkey => passkey.UserId == user.Id),
            Tokens = db.ApiTokens.Count(token => token.UserId == user.Id && token.RevokedAt == null && token.ExpiresAt > now),
        }).ToListAsync(cancellationToken);

        return [.. rows.Select(row =>
        {
            var disabled = PortalUser.IsEndless(row.LockoutEnd);
            return new UserSummary(
                row.Id,
                row.UserName!,
                row.Roles.Select(name => (PortalRole?)Enum.Parse<PortalRole>(name)).SingleOrDefault(),
                disabled,
                !disabled && row.LockoutEnd > now ? row.LockoutEnd : null,
                row.MustChangePassword,
                row.Tokens,
                row.CreatedAt,
                row.IsService,
                row.OwnerTeamId,
                row.RoleProvider,
                row.HasPassword,
                row.HasAuthenticator,
                row.Passkeys);
        })];
    }
}
