using System.Collections.Frozen;
using Portal.Core.Problems;

namespace Portal.Core.Access;

/// <summary>
/// The one table of rights: which roles in the portal and in teams hold which permission. Services check it; pages and
/// endpoints ask it what to show.
/// </summary>
public static class AccessPolicy
{
    private static readonly FrozenSet<PortalRole> Readers = [PortalRole.Viewer, PortalRole.Operator, PortalRole.Admin, PortalRole.Auditor];
    private static readonly FrozenSet<PortalRole> Users = [PortalRole.Viewer, PortalRole.Operator, PortalRole.Admin];
    private static readonly FrozenSet<PortalRole> Operators = [PortalRole.Operator, PortalRole.Admin];
    private static readonly FrozenSet<PortalRole> Admins = [PortalRole.Admin];
    private static readonly FrozenSet<PortalRole> Auditors = [PortalRole.Admin, PortalRole.Auditor];

    // A role in a team stands only where every reading and every act of the permission goes through ActorContexts.
    private static readonly FrozenDictionary<Permission, AccessRule> Rules = new Dictionary<Permission, AccessRule>
    {
        [Permission.ViewFleets] = new(Readers, TeamRole.Viewer),
        [Permission.ManageFleets] = new(Operators, TeamRole.Operator),
        [Permission.ViewClusters] = new(Readers, TeamRole.Viewer),
        [Permission.JoinClusters] = new(Operators),
        [Permission.LeaveClusters] = new(Operators, TeamRole.Operator),
        [Permission.EditClusters] = new(Operators, TeamRole.Operator),
        [Permission.UseClusters] = new(Users, TeamRole.Viewer),
        [Permission.ViewClusterRequests] = new(Readers, TeamRole.Viewer),
        [Permission.RequestClusters] = new(Operators, TeamRole.Developer),
        [Permission.ApproveClusters] = new(Operators),
        [Permission.ManageOnboarding] = new(Admins),
        [Permission.ViewNamespaces] = new(Readers, TeamRole.Viewer),
        [Permission.RequestNamespaces] = new(Operators, TeamRole.Developer),
        [Permission.DeleteNamespaces] = new(Operators, TeamRole.Operator),
        [Permission.ApproveNamespaces] = new(Operators),
        [Permission.ManageNamespacePolicies] = new(Admins),
        [Permission.ViewComponents] = new(Readers),
        [Permission.ManageComponents] = new(Operators),
        [Permission.ViewApplications] = new(Readers, TeamRole.Viewer),
        [Permission.ManageApplications] = new(Operators, TeamRole.Developer),
        [Permission.ManageGoldenPaths] = new(Operators),
        [Permission.ViewMetrics] = new(Readers, TeamRole.Viewer),
        [Permission.ViewMonitoring] = new(Readers),
        [Permission.ManageMetricsSources] = new(Operators),
        [Permission.ManageScrapes] = new(Operators),
        [Permission.ManageSilences] = new(Operators, TeamRole.Operator),
        [Permission.ManageNotifications] = new(Operators),
        [Permission.ManageOwnBoards] = new(Users),
        [Permission.ShareBoards] = new(Operators),
        [Permission.ViewOperations] = new(Readers, TeamRole.Viewer),
        [Permission.RunOperations] = new(Operators, TeamRole.Operator),
        [Permission.RunRollouts] = new(Operators, TeamRole.Developer),
        [Permission.ViewTeams] = new(Readers, TeamRole.Viewer),
        [Permission.ManageTeams] = new(Admins),
        [Permission.ManageMembers] = new(Admins, TeamRole.Owner),
        [Permission.ManageOwnTokens] = new(Readers, IsOwn: true),
        [Permission.ManageOwnSessions] = new(Readers, IsOwn: true),
        [Permission.ManageOwnFactors] = new(Readers, IsOwn: true),
        [Permission.ManageUsers] = new(Admins),
        [Permission.ManageSettings] = new(Admins),
        [Permission.ViewJobDashboard] = new(Admins),
        [Permission.ViewAudit] = new(Auditors),
    }.ToFrozenDictionary();

    /// <summary>The rule of a permission. Every permission has one: a test looks.</summary>
    public static AccessRule RuleOf(Permission permission) => Rules[permission];

    /// <summary>True when <paramref name="actor"/> holds the permission for everything, whoever owns it.</summary>
    public static bool Allows(Actor actor, Permission permission) =>
        actor.Covers(permission) && Rules.TryGetValue(permission, out var rule) && (rule.IsOwn || rule.Portal.Overlaps(actor.Roles));

    /// <summary>True when <paramref name="actor"/> holds the permission for what a team owns.</summary>
    public static bool AllowsIn(Actor actor, Permission permission, Guid teamId) =>
        Allows(actor, permission)
        || (actor.Covers(permission) && Rules.TryGetValue(permission, out var rule) && rule.Team is { } least && actor.Teams.TryGetValue(teamId, out var role) && role >= least);

    /// <summary>True when there may be something that <paramref name="actor"/> holds the permission for: what a page may offer, and an endpoint let in.</summary>
    public static bool AllowsSomewhere(Actor actor, Permission permission) =>
        Allows(actor, permission) || TeamsOf(actor, permission).Count > 0;

    /// <summary>The teams in which a role of <paramref name="actor"/> holds the permission.</summary>
    public static IReadOnlyList<Guid> TeamsOf(Actor actor, Permission permission) =>
        actor.Covers(permission) && Rules.TryGetValue(permission, out var rule) && rule.Team is { } least
            ? [.. actor.Teams.Where(team => team.Value >= least).Select(team => team.Key)]
            : [];

    /// <summary>The first of the portal's roles that holds a permission.</summary>
    public static PortalRole? LeastRoleFor(Permission permission) => Rules.TryGetValue(permission, out var rule) ? rule.Portal.Min() : null;

    /// <summary>Begins the <see cref="Act"/>; throws a <see cref="ProblemKind.Forbidden"/> problem that names the missing role, unless the permission is held for everything.</summary>
    public static void Demand(Actor actor, Permission permission)
    {
        if (!Allows(actor, permission))
        {
            throw Refuse(actor, permission);
        }

        Act.Begin(actor, permission);
    }

    /// <summary>
    /// Begins the <see cref="Act"/>; throws a <see cref="ProblemKind.Forbidden"/> problem unless the permission is held for everything or in a
    /// team. For what is kept to the teams afterwards, by <see cref="ActorContexts"/>.
    /// </summary>
    public static void DemandSomewhere(Actor actor, Permission permission)
    {
        if (!AllowsSomewhere(actor, permission))
        {
            throw Refuse(actor, permission);
        }

        Act.Begin(actor, permission);
    }

    /// <summary>Begins the <see cref="Act"/>; throws a <see cref="ProblemKind.Forbidden"/> problem unless the permission is held for what the team owns.</summary>
    public static void DemandIn(Actor actor, Permission permission, Guid teamId)
    {
        if (!AllowsIn(actor, permission, teamId))
        {
            throw Refuse(actor, permission);
        }

        Act.Begin(actor, permission);
    }

    internal static ProblemException Refuse(Actor actor, Permission permission)
    {
        if (!actor.Covers(permission))
        {
            return ProblemException.Forbidden(
                $"{actor.Name} may not do this",
                $"The token's scopes do not hold {permission}.",
                "Use a token that has the scope, or one without scopes.");
        }

        var least = LeastRoleFor(permission)?.ToString() ?? "another";
        return Rules.TryGetValue(permission, out var rule) && rule.Team is { } inTeam
            ? ProblemException.Forbidden(
                $"{actor.Name} may not do this",
                $"{permission} needs the role {least} in the portal, or the role {inTeam} in a team.",
                "Ask an owner of your team, or an administrator of the portal, for the role.")
            : ProblemException.Forbidden(
                $"{actor.Name} may not do this",
                $"{permission} needs the role {least}.",
                "Ask an administrator of the portal for the role.");
    }
}
