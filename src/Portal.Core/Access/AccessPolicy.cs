using System.Collections.Frozen;
using Portal.Core.Problems;

namespace Portal.Core.Access;

/// <summary>The one table of rights. Services check it; pages and endpoints ask it what to show.</summary>
public static class AccessPolicy
{
    private static readonly FrozenDictionary<Permission, PortalRole> LeastRole = new Dictionary<Permission, PortalRole>
    {
        [Permission.ViewFleets] = PortalRole.Viewer,
        [Permission.ViewClusters] = PortalRole.Viewer,
        [Permission.ViewComponents] = PortalRole.Viewer,
        [Permission.ViewApplications] = PortalRole.Viewer,
        [Permission.ViewMetrics] = PortalRole.Viewer,
        [Permission.ViewOperations] = PortalRole.Viewer,
        [Permission.ManageOwnTokens] = PortalRole.Viewer,
        [Permission.ManageOwnBoards] = PortalRole.Viewer,
        [Permission.ManageFleets] = PortalRole.Operator,
        [Permission.JoinClusters] = PortalRole.Operator,
        [Permission.LeaveClusters] = PortalRole.Operator,
        [Permission.EditClusters] = PortalRole.Operator,
        [Permission.ManageComponents] = PortalRole.Operator,
        [Permission.ManageApplications] = PortalRole.Operator,
        [Permission.ManageMetricsSources] = PortalRole.Operator,
        [Permission.ManageSilences] = PortalRole.Operator,
        [Permission.ManageNotifications] = PortalRole.Operator,
        [Permission.ShareBoards] = PortalRole.Operator,
        [Permission.RunOperations] = PortalRole.Operator,
        [Permission.ManageUsers] = PortalRole.Admin,
        [Permission.ManageSettings] = PortalRole.Admin,
        [Permission.ViewJobDashboard] = PortalRole.Admin,
    }.ToFrozenDictionary();

    /// <summary>True when a role of <paramref name="actor"/> is at least the one that <paramref name="permission"/> asks for.</summary>
    public static bool Allows(Actor actor, Permission permission) =>
        LeastRole.TryGetValue(permission, out var least) && actor.Roles.Any(role => role >= least);

    /// <summary>The least role that holds a permission.</summary>
    public static PortalRole? LeastRoleFor(Permission permission) => LeastRole.TryGetValue(permission, out var role) ? role : null;

    /// <summary>Throws a <see cref="ProblemKind.Forbidden"/> problem that names the missing role.</summary>
    public static void Demand(Actor actor, Permission permission)
    {
        if (!Allows(actor, permission))
        {
            var least = LeastRoleFor(permission)?.ToString() ?? "another";
            throw ProblemException.Forbidden(
                $"{actor.Name} may not do this",
                $"{permission} needs the role {least}.",
                "Ask an administrator of the portal for the role.");
        }
    }
}
