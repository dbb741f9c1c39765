using System.Globalization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Teams;

internal sealed class TeamService(
    ActorContexts contexts, IValidator<TeamRequest> requests, TeamMembers members, TimeProvider clock) : ITeams
{
    public async Task<Page<TeamSummary>> ListAsync(TeamQuery query, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewTeams, cancellationToken);
        var teams = db.Teams.AsNoTracking();
        var search = query.Search.Replace("\0", "", StringComparison.Ordinal);
        if (search.Length > 0)
        {
            var pattern = SearchPattern.Containing(search);
            teams = teams.Where(team => EF.Functions.ILike(team.Name, pattern)
                || EF.Functions.ILike(team.Slug, pattern) || EF.Functions.ILike(team.Description, pattern));
        }

        var skip = Math.Max(query.Skip, 0);
        var total = await teams.CountAsync(cancellationToken);
        var rows = await TeamReader.Summaries(db, teams.OrderBy(team => team.Name).Skip(skip).Take(Math.Clamp(query.Take, 1, 200)))
            .ToListAsync(cancellationToken);
        var next = skip + rows.Count;
        return new Page<TeamSummary>(rows, total, next < total ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<TeamDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewTeams, cancellationToken);
        return new TeamDetail(
            await TeamReader.ReadAsync(db, id, cancellationToken),
            await TeamReader.MembersAsync(db, id, null, cancellationToken),
            await TeamReader.FleetsAsync(db, id, cancellationToken));
    }

    public async Task<TeamSummary> CreateAsync(TeamRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageTeams, cancellationToken);
        requests.Demand(request, "The team cannot be created");
        var team = new Team { Name = request.Name, Slug = request.Slug, Description = request.Description, CreatedAt = clock.GetUtcNow() };
        db.Teams.Add(team);
        await SaveAsync(db, team, cancellationToken);
        return await TeamReader.ReadAsync(db, team.Id, cancellationToken);
    }

    public async Task<TeamSummary> UpdateAsync(Guid id, TeamRequest request, uint version, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageTeams, cancellationToken);
        requests.Demand(request, "The team cannot be saved");
        var team = await db.Teams.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw TeamReader.Unknown();
        db.Entry(team).Property(row => row.Version).OriginalValue = version;
        (team.Name, team.Slug, team.Description) = (request.Name, request.Slug, request.Description);
        await SaveAsync(db, team, cancellationToken);
        return await TeamReader.ReadAsync(db, id, cancellationToken);
    }

    public async Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageTeams, cancellationToken);
        var team = await TeamReader.ReadAsync(db, id, cancellationToken);
        if (id == Team.PlatformId)
        {
            throw ProblemException.Conflict(
                $"The team {team.Name} cannot be deleted", "It owns what no other team was named for.", "Rename it if it should be called otherwise.");
        }

        try
        {
            // The foreign key decides, so that a fleet made at the same moment cannot slip between a count and the delete.
            await db.Teams.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        }
        catch (Exception exception) when (exception.IsReferenceViolation())
        {
            if (await db.TeamNamespaces.AnyAsync(space => space.TeamId == id && space.Approved != null, cancellationToken))
            {
                throw ProblemException.Conflict(
                    $"The team {team.Name} cannot be deleted",
                    "It still has namespaces: its members are bound by its slug on their clusters.",
                    "Delete its namespaces, wait until they are gone from their clusters, then delete it.");
            }

            throw ProblemException.Conflict(
                $"The team {team.Name} cannot be deleted", "It still owns fleets.", "Give its fleets to another team or delete them, then delete it.");
        }
    }

    public Task<TeamMemberView> AddMemberAsync(Guid id, MemberRequest request, Actor actor, CancellationToken cancellationToken) =>
        members.AddAsync(id, request, actor, cancellationToken);

    public Task<TeamMemberView> SetMemberRoleAsync(Guid id, Guid userId, TeamRole role, Actor actor, CancellationToken cancellationToken) =>
        members.SetRoleAsync(id, userId, role, actor, cancellationToken);

    public Task RemoveMemberAsync(Guid id, Guid userId, Actor actor, CancellationToken cancellationToken) =>
        members.RemoveAsync(id, userId, actor, cancellationToken);

    private static async Task SaveAsync(PortalDbContext db, Team team, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict(
                $"The team {team.Name} was changed by somebody else",
                "What you saw is no longer what is stored.",
                "Load it again, look at the change, and make yours on top.");
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_teams_name"))
        {
            throw ProblemException.Conflict(
                $"There is already a team named {team.Name}", "A team's name is unique in the portal.", "Choose another name.", "name");
        }
        catch (DbUpdateException exception) when (exception.IsTaken("ix_teams_slug"))
        {
            throw ProblemException.Conflict(
                $"There is already a team with the slug {team.Slug}", "A team's slug is unique in the portal.", "Choose another slug.", "slug");
        }
    }
}
