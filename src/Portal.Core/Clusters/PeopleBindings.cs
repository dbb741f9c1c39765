using k8s.Models;
using Portal.Core.Access;
using Portal.Core.Kubernetes;

namespace Portal.Core.Clusters;

/// <summary>
/// What people may do in a member, by the roles that every cluster has (cluster-admin, admin, edit, view): bindings that the portal keeps in
/// step with the team that owns the cluster's fleet. They belong to the portal's own binding, and go with it.
/// </summary>
public static class PeopleBindings
{
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>The names of the bindings.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Of("").Select(binding => binding.Name)];

    /// <summary>The bindings as objects.</summary>
    /// <param name="clusterId">Whose they are.</param>
    /// <param name="team">The slug of the team that owns the cluster's fleet.</param>
    /// <param name="bindingUid">Of the portal's own binding.</param>
    public static IReadOnlyList<V1ClusterRoleBinding> Objects(Guid clusterId, string team, string bindingUid) =>
    [
        .. Of(team).Select(binding => new V1ClusterRoleBinding
        {
            ApiVersion = $"{Rbac}/v1",
            Kind = "ClusterRoleBinding",
            Metadata = MemberAccount.Metadata(clusterId, bindingUid, binding.Name),
            RoleRef = new V1RoleRef { ApiGroup = Rbac, Kind = "ClusterRole", Name = binding.Role },
            Subjects = [.. binding.Groups.Select(group => new Rbacv1Subject { ApiGroup = Rbac, Kind = "Group", Name = group })],
        }),
    ];

    /// <summary>A line for each binding, as a person reads it before joining.</summary>
    /// <param name="team">The slug, or what stands for it.</param>
    public static IEnumerable<string> Describe(string team) =>
        Of(team).Select(binding => $"{binding.Name}: ClusterRole {binding.Role} to {string.Join(", ", binding.Groups)}");

    private static IEnumerable<Binding> Of(string team) =>
    [
        new("kurator-portal-admins", "cluster-admin", [ClusterIdentity.GroupOf(PortalRole.Admin)]),
        new("kurator-portal-operators", "admin", [ClusterIdentity.GroupOf(PortalRole.Operator), .. ClusterIdentity.GroupsFrom(team, TeamRole.Operator)]),
        new("kurator-portal-developers", "edit", [ClusterIdentity.GroupOf(team, TeamRole.Developer)]),
        new("kurator-portal-viewers", "view", [ClusterIdentity.GroupOf(PortalRole.Viewer), ClusterIdentity.GroupOf(PortalRole.Auditor), ClusterIdentity.GroupOf(team, TeamRole.Viewer)]),
    ];

    private sealed record Binding(string Name, string Role, IReadOnlyList<string> Groups);
}
