using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access;

/// <summary>What the first start and the users' service share: rows of accounts and roles, and the rule that an admin is left.</summary>
internal static class Accounts
{
    // Any number that no other advisory lock of the portal uses.
    private const long LockKey = 0x6B70_7573_6572;

    public static PortalUser New(
        string name, string password, IPasswordHasher<PortalUser> hasher, ILookupNormalizer normalizer, TimeProvider clock)
    {
        var user = new PortalUser
        {
            Id = Guid.CreateVersion7(),
            UserName = name,
            NormalizedUserName = normalizer.NormalizeName(name),
            SecurityStamp = NewStamp(),
            LockoutEnabled = true,
            CreatedAt = clock.GetUtcNow(),
        };
        user.PasswordHash = hasher.HashPassword(user, password);
        return user;
    }

    public static string NewStamp() => Guid.NewGuid().ToString("N");

    public static async Task<IdentityUserRole<Guid>> LinkAsync(
        PortalDbContext db, Guid userId, PortalRole role, CancellationToken cancellationToken)
    {
        var name = role.ToString();
        var roleId = await db.Roles.Where(row => row.Name == name).Select(row => row.Id).SingleAsync(cancellationToken);
        return new IdentityUserRole<Guid> { UserId = userId, RoleId = roleId };
    }

    /// <summary>Held until the transaction ends: two admins cannot demote each other at the same moment.</summary>
    public static Task LockAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);

    /// <summary>Whether an enabled account with the role Admin is left without these.</summary>
    public static async Task<bool> HasOtherAdminAsync(PortalDbContext db, IReadOnlyCollection<Guid> without, CancellationToken cancellationToken)
    {
        var ends = await AdminEnds(db, without).ToListAsync(cancellationToken);
        return ends.Exists(end => !PortalUser.IsEndless(end));
    }

    public static async Task DemandAdminAsync(PortalDbContext db, string changed, CancellationToken cancellationToken)
    {
        if (!await HasOtherAdminAsync(db, [], cancellationToken))
        {
            throw ProblemException.Conflict(
                $"The account {changed} was not changed",
                "It is the last enabled account with the role Admin.",
                "Give the role Admin to another account first.");
        }
    }

    private static IQueryable<DateTimeOffset?> AdminEnds(PortalDbContext db, IReadOnlyCollection<Guid> without) => db.Users
        .Where(user => !without.Contains(user.Id) && db.UserRoles.Any(link => link.UserId == user.Id
            && db.Roles.Any(role => role.Id == link.RoleId && role.Name == nameof(PortalRole.Admin))))
        .Select(user => user.LockoutEnd);
}
