using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Benchmarks.Running;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Fleets;
using Portal.Core.Teams;

namespace Portal.Benchmarks.Access;

/// <summary>200 teams with a fleet each, 5,000 people of whom each is in two teams, 1,000 clusters.</summary>
/// <param name="Member">A viewer in one team, with no role in the portal.</param>
internal sealed record Organisation(Actor Member, Guid FleetOfMember, Guid ClusterOfMember)
{
    private const int Teams = 200;
    private const int People = 5_000;
    private const int Clusters = 1_000;

    public static async Task<Organisation> SeedAsync(Estate estate)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        var now = DateTimeOffset.UtcNow;
        Team[] teams = [.. Enumerable.Range(0, Teams).Select(index => new Team { Name = $"Team {index}", Slug = $"team-{index}", CreatedAt = now })];
        Fleet[] fleets = [.. teams.Select(team => new Fleet { Name = $"{team.Slug}-fleet", TeamId = team.Id, CreatedAt = now, CreatedBy = "bench" })];
        var clusters = Enumerable.Range(0, Clusters).Select(index => EstateRows.Cluster(index, fleets[index % Teams].Id)).ToList();
        PortalUser[] people = [.. Enumerable.Range(0, People).Select(index => Person($"person-{index.ToString("0000", CultureInfo.InvariantCulture)}", now))];
        var members = people.SelectMany((person, index) => new[] { index % Teams, ((index * 7) + 1) % Teams }.Distinct()
            .Select(team => new TeamMember { TeamId = teams[team].Id, UserId = person.Id, Role = (TeamRole)(index % 4), AddedAt = now, AddedBy = "bench" }));
        db.AddRange(teams);
        db.AddRange(fleets);
        db.AddRange(clusters);
        db.AddRange(people);
        db.AddRange(members);
        await db.SaveChangesAsync();
        await estate.ExecuteAsync("VACUUM ANALYZE");
        var member = new Actor(people[0].Id, people[0].UserName!, new HashSet<PortalRole>())
        {
            Teams = new Dictionary<Guid, TeamRole> { [teams[0].Id] = TeamRole.Viewer },
        };
        return new Organisation(member, fleets[0].Id, clusters[0].Id);
    }

    private static PortalUser Person(string name, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        UserName = name,
        NormalizedUserName = name.ToUpperInvariant(),
        SecurityStamp = Guid.NewGuid().ToString("N"),
        CreatedAt = now,
    };
}
