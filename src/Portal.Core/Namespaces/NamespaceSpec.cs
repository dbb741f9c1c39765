using Portal.Core.Access;

namespace Portal.Core.Namespaces;

/// <summary>What a team asks a namespace to be.</summary>
public sealed record NamespaceSpec
{
    public NamespacePlacement Placement { get; init; } = new();

    /// <summary>Quantities by the names of a ResourceQuota ("requests.cpu": "4"); what is left out is not limited.</summary>
    public IReadOnlyDictionary<string, string> Quota { get; init; } = new Dictionary<string, string>();

    /// <summary>What a container requests that says nothing: cpu and memory.</summary>
    public IReadOnlyDictionary<string, string> DefaultRequests { get; init; } = new Dictionary<string, string>();

    /// <summary>To what a container is limited that says nothing: cpu and memory.</summary>
    public IReadOnlyDictionary<string, string> DefaultLimits { get; init; } = new Dictionary<string, string>();

    public NetworkIsolation Network { get; init; } = NetworkIsolation.Isolated;

    public PodSecurityLevel PodSecurity { get; init; } = PodSecurityLevel.Baseline;

    public NamespaceMembers Members { get; init; } = new();

    /// <summary>Labels of the Namespace object, beside those that the portal sets.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Why, in the team's words; at most 1,000 characters.</summary>
    public string Purpose { get; init; } = "";
}

/// <summary>On which clusters of the fleet; both empty for all of them.</summary>
public sealed record NamespacePlacement
{
    /// <summary>By name; excludes labels.</summary>
    public IReadOnlyList<string> ClusterNames { get; init; } = [];

    /// <summary>Every cluster of the fleet that has these labels, those too that join later.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>True where a cluster that is not known today can be among them.</summary>
    public bool IsOpen() => ClusterNames.Count == 0;
}

/// <summary>Who may do what in the namespace, by RoleBindings to Kubernetes' own ClusterRoles.</summary>
public sealed record NamespaceMembers
{
    /// <summary>What each role in the team holds; None for nothing.</summary>
    public IReadOnlyDictionary<TeamRole, NamespaceRole> Roles { get; init; } = new Dictionary<TeamRole, NamespaceRole>
    {
        [TeamRole.Viewer] = NamespaceRole.View,
        [TeamRole.Developer] = NamespaceRole.Edit,
        [TeamRole.Operator] = NamespaceRole.Admin,
        [TeamRole.Owner] = NamespaceRole.Admin,
    };

    /// <summary>Accounts of the team that hold more than their role gives, each named once.</summary>
    public IReadOnlyList<NamespaceAccount> Accounts { get; init; } = [];

    /// <summary>Slugs of other teams whose members may look.</summary>
    public IReadOnlyList<string> ReadOnlyTeams { get; init; } = [];
}

/// <param name="Name">The account's name; it must be a member of the team, and loses this when it no longer is.</param>
public sealed record NamespaceAccount(string Name, NamespaceRole Role);

/// <summary>Kubernetes' ClusterRoles for people in a namespace.</summary>
public enum NamespaceRole
{
    None,
    View,
    Edit,
    Admin,
}

/// <summary>With whom pods of the namespace may talk.</summary>
public enum NetworkIsolation
{
    /// <summary>With pods of the namespace itself, and the cluster's DNS.</summary>
    Isolated,

    /// <summary>Pods of the team's namespaces reach it; what it reaches itself is not limited.</summary>
    Team,

    /// <summary>Nothing is limited.</summary>
    Open,
}

/// <summary>The levels of Kubernetes' pod security standards, the widest first.</summary>
public enum PodSecurityLevel
{
    Privileged,
    Baseline,
    Restricted,
}
