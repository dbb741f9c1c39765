namespace Portal.Core.Access;

/// <summary>Who holds one permission.</summary>
/// <param name="Portal">The portal roles that hold it for everything, whoever owns it.</param>
/// <param name="Team">
/// The least role in a team that holds it for what that team owns; null for what no team owns, and for what is not kept
/// apart by teams yet: both are closed to who has only roles in teams.
/// </param>
/// <param name="IsOwn">It is about what belongs to the account itself, and whoever has an account holds it.</param>
public sealed record AccessRule(IReadOnlySet<PortalRole> Portal, TeamRole? Team = null, bool IsOwn = false);
