using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Teams;

namespace Portal.Core.Access.OpenId;

/// <summary>
/// Makes what accounts hold by a provider exactly what its groups say by the mappings that there are: what came by hand, or by
/// another provider, is neither changed nor added to. Saves nothing: the caller's transaction does, and holds the lock of
/// <see cref="Accounts.LockAsync"/>.
/// </summary>
internal static class MappedRoles
{
    private static readonly PortalRole[] LeastFirst = [PortalRole.Viewer, PortalRole.Auditor, PortalRole.Operator, PortalRole.Admin];

    public static async Task ApplyAsync(
        PortalDbContext db, string provider, IReadOnlyCollection<ExternalIdentity> identities, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var groups = identities.Where(identity => identity.UserId is not null).ToDictionary(identity => identity.UserId!.Value, identity => identity.Groups.ToHashSet(StringComparer.Ordinal));
        var ids = groups.Keys.ToArray();
        var mappings = await db.GroupMappings.AsNoTracking().Where(mapping => mapping.Provider == provider).ToListAsync(cancellationToken);
        var members = (await db.TeamMembers.Where(member => ids.Contains(member.UserId)).ToListAsync(cancellationToken)).ToLookup(member => member.UserId);
        foreach (var (user, own) in groups)
        {
            SetTeams(db, provider, user, [.. members[user]], [.. mappings.Where(mapping => own.Contains(mapping.Group))], now);
        }

        await SetPortalRolesAsync(db, provider, ids, user => BestRole(mappings.Where(mapping => groups[user].Contains(mapping.Group))), cancellationToken);
    }

    private static void SetTeams(
        PortalDbContext db, string provider, Guid user, List<TeamMember> members, List<GroupMapping> mappings, DateTimeOffset now)
    {
        var wanted = mappings.Where(mapping => mapping.TeamId is not null)
            .GroupBy(mapping => mapping.TeamId!.Value).ToDictionary(team => team.Key, team => team.Max(mapping => mapping.TeamRole!.Value));
        foreach (var member in members)
        {
            if (member.Provider == provider && !wanted.ContainsKey(member.TeamId))
            {
                db.TeamMembers.Remove(member);
            }
            else if (member.Provider == provider)
            {
                member.Role = wanted[member.TeamId];
            }

            wanted.Remove(member.TeamId);
        }

        db.TeamMembers.AddRange(wanted.Select(team => new TeamMember
        {
            TeamId = team.Key,
            UserId = user,
            Role = team.Value,
            Provider = provider,
            AddedAt = now,
            AddedBy = provider,
        }));
    }

    private static async Task SetPortalRolesAsync(
        PortalDbContext db, string provider, Guid[] ids, Func<Guid, PortalRole?> wantedOf, CancellationToken cancellationToken)
    {
        var accounts = await db.Users.Where(user => ids.Contains(user.Id)).ToListAsync(cancellationToken);
        var links = (await db.UserRoles.Where(link => ids.Contains(link.UserId)).ToListAsync(cancellationToken)).ToLookup(link => link.UserId);
        var names = await db.Roles.ToDictionaryAsync(role => role.Id, role => Enum.Parse<PortalRole>(role.Name!), cancellationToken);
        var roleIds = names.ToDictionary(pair => pair.Value, pair => pair.Key);
        var changes = accounts
            .Where(user => user.RoleProvider == provider || (user.RoleProvider is null && !links[user.Id].Any()))
            .Select(user => (User: user, Held: links[user.Id].Select(link => (PortalRole?)names[link.RoleId]).FirstOrDefault(), Wanted: wantedOf(user.Id)))
            .Where(change => change.Held != change.Wanted || (change.Wanted is null && change.User.RoleProvider is not null))
            .ToList();
        if (changes.Exists(change => change.Held == PortalRole.Admin)
            && !await Accounts.HasOtherAdminAsync(db, [.. changes.Where(change => change.Held == PortalRole.Admin).Select(change => change.User.Id)], cancellationToken))
        {
            // Somebody must be left who can give roles: the groups have their way once there is another.
            changes.RemoveAll(change => change.Held == PortalRole.Admin);
        }

        foreach (var (user, _, wanted) in changes)
        {
            db.UserRoles.RemoveRange(links[user.Id]);
            user.RoleProvider = wanted is null ? null : provider;
            if (wanted is { } role)
            {
                db.UserRoles.Add(new() { UserId = user.Id, RoleId = roleIds[role] });
            }
        }
    }

    private static PortalRole? BestRole(IEnumerable<GroupMapping> mappings) => mappings
        .Where(mapping => mapping.PortalRole is not null).Select(mapping => mapping.PortalRole)
        .MaxBy(role => Array.IndexOf(LeastFirst, role!.Value));
}
