using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Teams;

/// <summary>Who belongs to a team. A team that has an owner keeps one.</summary>
internal sealed class TeamMembers(
    ActorContexts contexts, AccountNames accounts, OpenIdProviders providers, IValidator<MemberRequest> requests, TimeProvider clock)
{
    public async Task<TeamMemberView> AddAsync(Guid id, MemberRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageMembers, cancellationToken);
        requests.Demand(request, "The member was not added");
        var team = await TeamReader.ReadAsync(db, id, cancellationToken);
        var userId = await accounts.FindAsync(request.Name, cancellationToken) ?? throw ProblemException.Invalid(
            "The member was not added", "There is no account of this name.", "Write the account's name in full, as its owner signs in.", "name");
        if (await accounts.TeamOfAsync(userId, cancellationToken) is { } owner && owner != id)
        {
            throw ProblemException.Conflict(
                $"{request.Name} was not added", "It is a service account of another team.", "Create a service account of this team instead.", "name");
        }

        db.TeamMembers.Add(new TeamMember
        {
            TeamId = id,
            UserId = userId,
            Role = request.Role,
            AddedAt = clock.GetUtcNow(),
            AddedBy = actor.Name,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsTaken("pk_team_members"))
        {
            throw ProblemException.Conflict(
                $"{request.Name} was not added", $"This account is a member of the team {team.Name} already.", "Change its role instead.", "name");
        }

        return (await TeamReader.MembersAsync(db, id, userId, cancellationToken)).Single();
    }

    public async Task<TeamMemberView> SetRoleAsync(Guid id, Guid userId, TeamRole role, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageMembers, cancellationToken);
        if (!Enum.IsDefined(role))
        {
            throw ProblemException.Invalid(
                "The role was not changed", "There is no such role.", "The role is Viewer, Developer, Operator or Owner.", "role");
        }

        await ChangeAsync(db, id, userId, role, cancellationToken);
        return (await TeamReader.MembersAsync(db, id, userId, cancellationToken)).SingleOrDefault() ?? throw Unknown();
    }

    public async Task RemoveAsync(Guid id, Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageMembers, cancellationToken);
        await ChangeAsync(db, id, userId, null, cancellationToken);
    }

    /// <param name="role">Null removes the member.</param>
    private Task ChangeAsync(PortalDbContext db, Guid id, Guid userId, TeamRole? role, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

            // The row's lock makes two owners who demote each other take turns, so that the second sees what the first has done.
            var team = await db.Teams.FromSql($"SELECT *, xmin FROM teams WHERE id = {id} FOR UPDATE").AsNoTracking()
                .Select(row => row.Name).SingleOrDefaultAsync(cancellationToken) ?? throw TeamReader.Unknown();
            var member = await db.TeamMembers.SingleOrDefaultAsync(row => row.TeamId == id && row.UserId == userId, cancellationToken)
                ?? throw Unknown();
            if (providers.Find(member.Provider) is { } provider)
            {
                throw ProblemException.Conflict(
                    "The member was not changed", $"The membership comes from groups of {provider.DisplayName}.", "Change the groups at the provider, or the mapping under Settings, Sign-in.");
            }

            var isLast = member.Role == TeamRole.Owner && role != TeamRole.Owner && !await db.TeamMembers.AnyAsync(
                row => row.TeamId == id && row.UserId != userId && row.Role == TeamRole.Owner, cancellationToken);
            if (isLast)
            {
                throw ProblemException.Conflict(
                    "The member was not changed", $"It is the last owner of the team {team}.", "Make another member an owner first.");
            }

            if (role is { } given)
            {
                (member.Role, member.Provider) = (given, null);
            }
            else
            {
                db.TeamMembers.Remove(member);
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });

    private static ProblemException Unknown() => ProblemException.NotFound("There is no such member");
}
