using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Teams;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Teams;

/// <summary>Teams and their members.</summary>
internal static class TeamsApi
{
    private const string Tag = "Teams";

    public static void MapTeams(this RouteGroupBuilder api)
    {
        var teams = api.MapGroup("/teams");
        teams.MapGet("/", ListAsync).Needs(Permission.ViewTeams).Says("ListTeams", Tag, "Lists the teams that you may see, by name.");
        teams.MapPost("/", CreateAsync).Needs(Permission.ManageTeams).Fails(409, 422).Says("CreateTeam", Tag, "Creates a team without members.");
        teams.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewTeams).Fails(404)
            .Says("GetTeam", Tag, "Reads a team, its members and what it owns; its version is the ETag.");
        teams.MapPut("/{id:guid}", UpdateAsync).Needs(Permission.ManageTeams).Fails(404, 409, 412, 422, 428).Says("UpdateTeam", Tag, "Changes a team.");
        teams.MapDelete("/{id:guid}", DeleteAsync).Needs(Permission.ManageTeams).Fails(404, 409).Says("DeleteTeam", Tag, "Deletes a team that owns nothing.");

        var members = teams.MapGroup("/{id:guid}/members");
        members.MapPost("/", AddMemberAsync).Needs(Permission.ManageMembers).Fails(404, 409, 422)
            .Says("AddTeamMember", Tag, "Gives an account a role in a team.");
        members.MapPut("/{userId:guid}", SetMemberRoleAsync).Needs(Permission.ManageMembers).Fails(404, 409, 422)
            .Says("SetTeamMemberRole", Tag, "Gives a member another role; open sessions follow at once.");
        members.MapDelete("/{userId:guid}", RemoveMemberAsync).Needs(Permission.ManageMembers).Fails(404, 409)
            .Says("RemoveTeamMember", Tag, "Removes a member, whose access by this team ends at once.");
    }

    private static async Task<Ok<Page<TeamSummary>>> ListAsync(
        string? search, int? skip, int? take, ITeams teams, Caller caller, CancellationToken cancellationToken)
    {
        var query = new TeamQuery { Search = search ?? "", Skip = skip ?? 0, Take = take ?? 50 };
        return TypedResults.Ok(await teams.ListAsync(query, caller.Actor, cancellationToken));
    }

    private static async Task<Created<TeamSummary>> CreateAsync(
        TeamBody body, ITeams teams, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var team = await teams.CreateAsync(body.ToRequest(), caller.Actor, cancellationToken);
        ETags.Write(context, team.Version);
        return TypedResults.Created($"{ApiPaths.Version1}/teams/{team.Id}", team);
    }

    private static async Task<Ok<TeamDetail>> GetAsync(
        Guid id, ITeams teams, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var team = await teams.GetAsync(id, caller.Actor, cancellationToken);
        ETags.Write(context, team.Summary.Version);
        return TypedResults.Ok(team);
    }

    private static async Task<Ok<TeamSummary>> UpdateAsync(
        Guid id, TeamBody body, [FromHeader(Name = "If-Match")] string? ifMatch,
        ITeams teams, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await teams.GetAsync(id, caller.Actor, cancellationToken);
        var version = ETags.Demand(ifMatch, seen.Summary.Version);
        var team = await teams.UpdateAsync(id, body.ToRequest(), version, caller.Actor, cancellationToken);
        ETags.Write(context, team.Version);
        return TypedResults.Ok(team);
    }

    private static async Task<NoContent> DeleteAsync(Guid id, ITeams teams, Caller caller, CancellationToken cancellationToken)
    {
        await teams.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TeamMemberView>> AddMemberAsync(
        Guid id, MemberRequest body, ITeams teams, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await teams.AddMemberAsync(id, body, caller.Actor, cancellationToken));

    private static async Task<Ok<TeamMemberView>> SetMemberRoleAsync(
        Guid id, Guid userId, MemberRoleBody body, ITeams teams, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await teams.SetMemberRoleAsync(id, userId, body.Role, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveMemberAsync(
        Guid id, Guid userId, ITeams teams, Caller caller, CancellationToken cancellationToken)
    {
        await teams.RemoveMemberAsync(id, userId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A team as a client sends it.</summary>
/// <param name="Slug">A DNS label, as files and scripts write the team.</param>
internal sealed record TeamBody(string Name, string Slug, string? Description = null)
{
    public TeamRequest ToRequest() => new(Name, Slug, Description ?? "");
}

internal sealed record MemberRoleBody(TeamRole Role);
