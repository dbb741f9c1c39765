using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Teams;

/// <summary>
/// The feature service of teams. Every method checks the actor's rights and throws ProblemException. A team that the actor
/// may not see is one that does not exist.
/// </summary>
public interface ITeams
{
    /// <summary>The teams that the actor may see, by name.</summary>
    Task<Page<TeamSummary>> ListAsync(TeamQuery query, Actor actor, CancellationToken cancellationToken);

    Task<TeamDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    Task<TeamSummary> CreateAsync(TeamRequest request, Actor actor, CancellationToken cancellationToken);

    /// <param name="version">The version that the person saw: a change since then is a Conflict.</param>
    Task<TeamSummary> UpdateAsync(Guid id, TeamRequest request, uint version, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refused (Conflict) while the team owns a fleet, and for the platform team. Its members lose their roles in it.</summary>
    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Gives an account a role in a team. Refused (Conflict) for who is a member already.</summary>
    Task<TeamMemberView> AddMemberAsync(Guid id, MemberRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes effect at once, in open browsers too. Refused (Conflict) when the team would lose its last owner.</summary>
    Task<TeamMemberView> SetMemberRoleAsync(Guid id, Guid userId, TeamRole role, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes effect at once, in open browsers too. Refused (Conflict) when the team would lose its last owner.</summary>
    Task RemoveMemberAsync(Guid id, Guid userId, Actor actor, CancellationToken cancellationToken);
}
