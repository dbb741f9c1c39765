using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Teams;

/// <summary>Projects teams to what lists and pages show.</summary>
internal static class TeamReader
{
    public static IQueryable<TeamSummary> Summaries(PortalDbContext db, IQueryable<Team> teams) => teams.Select(team => new TeamSummary(
        team.Id,
        team.Name,
        team.Slug,
        team.Description,
        db.TeamMembers.Count(member => member.TeamId == team.Id),
        db.Fleets.Count(fleet => fleet.TeamId == team.Id),
        db.Clusters.Count(cluster => cluster.Fleet!.TeamId == team.Id),
        team.CreatedAt,
        team.Version));

    public static async Task<TeamSummary> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        await Summaries(db, db.Teams.AsNoTracking().Where(team => team.Id == id)).SingleOrDefaultAsync(cancellationToken) ?? throw Unknown();

    public static async Task<List<TeamFleet>> FleetsAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Fleets.AsNoTracking().Where(fleet => fleet.TeamId == id).OrderBy(fleet => fleet.Name)
            .Select(fleet => new TeamFleet(
                fleet.Id,
                fleet.Name,
                fleet.Description,
                db.Clusters.Count(cluster => cluster.FleetId == fleet.Id),
                db.Applications.Count(application => application.FleetId == fleet.Id)))
            .ToListAsync(cancellationToken);

    public static async Task<List<TeamMemberView>> MembersAsync(
        PortalDbContext db, Guid id, Guid? userId, CancellationToken cancellationToken)
    {
        var rows = await db.TeamMembers.AsNoTracking()
            .Where(member => member.TeamId == id && (userId == null || member.UserId == userId))
            .OrderBy(member => member.User!.NormalizedUserName)
            .Select(member => new { member.UserId, Name = member.User!.UserName!, member.Role, member.User.LockoutEnd, member.AddedAt, member.AddedBy, member.Provider })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new TeamMemberView(
            row.UserId, row.Name, row.Role, PortalUser.IsEndless(row.LockoutEnd), row.AddedAt, row.AddedBy, row.Provider))];
    }

    public static ProblemException Unknown() => ProblemException.NotFound("There is no such team");
}
