using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Teams;

namespace Portal.Web.Tests.Testing;

public sealed class FakeTeams : FakeService, ITeams
{
    public List<TeamSummary> Items { get; } = [Team("platform") with { Id = Sample.TeamId }];

    public List<TeamMemberView> Members { get; } = [];

    public List<TeamRequest> Created { get; } = [];

    public List<Guid> Deleted { get; } = [];

    public List<MemberRequest> Added { get; } = [];

    public List<(Guid UserId, TeamRole Role)> Roles { get; } = [];

    public List<Guid> Removed { get; } = [];

    public static TeamSummary Team(string name) =>
        new(Guid.CreateVersion7(), name, name, "", 0, 0, 0, Sample.Now.AddDays(-9), 1);

    public static TeamMemberView Member(string name, TeamRole role) =>
        new(Guid.CreateVersion7(), name, role, false, Sample.Now.AddDays(-3), "ada");

    public Task<Page<TeamSummary>> ListAsync(TeamQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.FindAll(team => team.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase));
        return new Page<TeamSummary>(found, found.Count, null);
    });

    public Task<TeamDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => new TeamDetail(
        Items.Find(team => team.Id == id) ?? throw ProblemException.NotFound("There is no such team"),
        [.. Members],
        [new TeamFleet(Sample.FleetId, "edge", "", 2, 1)]));

    public Task<TeamSummary> CreateAsync(TeamRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return ActAsync(() =>
        {
            var team = Team(request.Name) with { Slug = request.Slug, Description = request.Description };
            Items.Add(team);
            return team;
        });
    }

    public Task<TeamSummary> UpdateAsync(Guid id, TeamRequest request, uint version, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        var at = Items.FindIndex(team => team.Id == id);
        return Items[at] = Items[at] with { Name = request.Name, Slug = request.Slug, Description = request.Description, Version = version + 1 };
    });

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Deleted.Add(id);
        return ActAsync(() => Items.RemoveAll(team => team.Id == id));
    }

    public Task<TeamMemberView> AddMemberAsync(Guid id, MemberRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Added.Add(request);
        return ActAsync(() =>
        {
            var member = Member(request.Name, request.Role);
            Members.Add(member);
            return member;
        });
    }

    public Task<TeamMemberView> SetMemberRoleAsync(Guid id, Guid userId, TeamRole role, Actor actor, CancellationToken cancellationToken)
    {
        Roles.Add((userId, role));
        return ActAsync(() =>
        {
            var at = Members.FindIndex(member => member.UserId == userId);
            return Members[at] = Members[at] with { Role = role };
        });
    }

    public Task RemoveMemberAsync(Guid id, Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        Removed.Add(userId);
        return ActAsync(() => Members.RemoveAll(member => member.UserId == userId));
    }
}
