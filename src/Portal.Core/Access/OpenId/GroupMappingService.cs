using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Access.OpenId;

internal sealed class GroupMappingService(IDbContextFactory<PortalDbContext> contexts, OpenIdProviders providers, TimeProvider clock) : IGroupMappings
{
    private const int Most = 1000;
    private const string NotCreated = "The mapping was not created";

    private readonly GroupMappingRequestValidator _requests = new(providers);

    public async Task<IReadOnlyList<GroupMappingView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Views(db, db.GroupMappings).Take(Most).ToListAsync(cancellationToken);
    }

    public async Task<GroupMappingView> CreateAsync(GroupMappingRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        _requests.Demand(request, NotCreated);
        DemandHeld(request, actor);
        var mapping = new GroupMapping
        {
            Provider = request.Provider,
            Group = request.Group,
            TeamId = request.TeamId,
            TeamRole = request.TeamRole,
            PortalRole = request.PortalRole,
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = actor.Name,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await ChangeAsync(db, mapping.Provider, mapping.Group, async () =>
            {
                if (await db.GroupMappings.CountAsync(cancellationToken) >= Most)
                {
                    throw ProblemException.Conflict(NotCreated, $"There are {Most} mappings.", "Remove one that is no longer needed.");
                }

                db.GroupMappings.Add(mapping);
                await db.SaveChangesAsync(cancellationToken);
            }, cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_group_mappings_"))
        {
            throw ProblemException.Conflict(NotCreated, "The group has a role there already.", "Remove that mapping first.", "group");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Invalid(NotCreated, "There is no such team.", "Choose one of the teams.", "teamId");
        }

        return await Views(db, db.GroupMappings.Where(row => row.Id == mapping.Id)).SingleAsync(cancellationToken);
    }

    public async Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageUsers);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mapping = await db.GroupMappings.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw ProblemException.NotFound("There is no such mapping");
        await ChangeAsync(
            db, mapping.Provider, mapping.Group, () => db.GroupMappings.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Changes the mappings of a group, and what its people hold by it, in one.</summary>
    private async Task ChangeAsync(PortalDbContext db, string provider, string group, Func<Task> change, CancellationToken cancellationToken) =>
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await Accounts.LockAsync(db, cancellationToken);
            await change();
            var people = await db.ExternalIdentities.AsNoTracking()
                .Where(identity => identity.Provider == provider && identity.UserId != null && identity.Groups.Contains(group)).ToListAsync(cancellationToken);
            await MappedRoles.ApplyAsync(db, provider, people, clock.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });

    /// <summary>Nobody gives by a group what they could not do themselves: a token that is cut gives no more than it holds.</summary>
    private static void DemandHeld(GroupMappingRequest request, Actor actor)
    {
        var given = new Actor(Guid.Empty, "", request.PortalRole is { } role ? new HashSet<PortalRole> { role } : new HashSet<PortalRole>())
        {
            Teams = request is { TeamId: { } team, TeamRole: { } inTeam } ? new Dictionary<Guid, TeamRole> { [team] = inTeam } : new Dictionary<Guid, TeamRole>(),
        };
        var missing = Enum.GetValues<Permission>().Where(permission => request.TeamId is { } team
            ? AccessPolicy.AllowsIn(given, permission, team) && !AccessPolicy.AllowsIn(actor, permission, team)
            : AccessPolicy.Allows(given, permission) && !AccessPolicy.Allows(actor, permission)).ToList();
        if (missing.Count > 0)
        {
            throw ProblemException.Forbidden(
                NotCreated, $"The role holds {missing[0]}, which you do not hold here.", "Choose a lesser role, or use a session or token that holds all of it.");
        }
    }

    private static IQueryable<GroupMappingView> Views(PortalDbContext db, IQueryable<GroupMapping> mappings) => mappings.AsNoTracking()
        .OrderBy(mapping => mapping.Provider).ThenBy(mapping => mapping.Group).ThenBy(mapping => mapping.Team!.Name)
        .Select(mapping => new GroupMappingView(
            mapping.Id, mapping.Provider, mapping.Group, mapping.TeamId, mapping.Team!.Name, mapping.TeamRole, mapping.PortalRole,
            db.ExternalIdentities.Count(identity => identity.Provider == mapping.Provider && identity.UserId != null && identity.Groups.Contains(mapping.Group)),
            mapping.CreatedAt, mapping.CreatedBy));
}
