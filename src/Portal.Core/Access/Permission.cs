namespace Portal.Core.Access;

/// <summary>Everything that needs a right. <see cref="AccessPolicy"/> says who holds which.</summary>
public enum Permission
{
    ViewFleets,
    ManageFleets,
    ViewClusters,
    JoinClusters,
    LeaveClusters,
    EditClusters,

    /// <summary>Reach the API of clusters as oneself, through the portal. What one may do there, the cluster's own RBAC says.</summary>
    UseClusters,

    /// <summary>See what clusters teams have asked for, and the policies for that.</summary>
    ViewClusterRequests,

    /// <summary>Ask for a cluster for a team, and join it once that is approved.</summary>
    RequestClusters,

    /// <summary>Decide on what others have asked for.</summary>
    ApproveClusters,

    /// <summary>Set the policies by which teams may onboard clusters.</summary>
    ManageOnboarding,

    /// <summary>See the namespaces of teams, and the policies for them.</summary>
    ViewNamespaces,

    /// <summary>Ask for a namespace for a team, and change it.</summary>
    RequestNamespaces,

    /// <summary>Delete a team's namespace, with all that is in it.</summary>
    DeleteNamespaces,

    /// <summary>Decide on what others have asked for.</summary>
    ApproveNamespaces,

    /// <summary>Set the policies by which teams may have namespaces.</summary>
    ManageNamespacePolicies,
    ViewComponents,
    ManageComponents,
    ViewApplications,
    ManageApplications,

    /// <summary>Write the templates that teams make applications from.</summary>
    ManageGoldenPaths,

    /// <summary>Ask the metrics, alerts, rules and silences of clusters.</summary>
    ViewMetrics,

    /// <summary>See what the portal asks and tells, and how: sources, global engines, channels, boards, topology and traces.</summary>
    ViewMonitoring,
    ManageMetricsSources,

    /// <summary>Have metrics of applications scraped.</summary>
    ManageScrapes,
    ManageSilences,
    ManageNotifications,
    ManageOwnBoards,
    ShareBoards,
    ViewOperations,
    RunOperations,

    /// <summary>Pause, abort, stop and repeat what changes more than one cluster.</summary>
    RunRollouts,
    ViewTeams,

    /// <summary>Create, change and delete teams.</summary>
    ManageTeams,

    /// <summary>Add and remove members of a team, and give them roles in it.</summary>
    ManageMembers,
    ManageOwnTokens,

    /// <summary>See and end the sessions of the own account.</summary>
    ManageOwnSessions,

    /// <summary>See and change the second factors of the own account.</summary>
    ManageOwnFactors,
    ManageUsers,
    ManageSettings,
    ViewJobDashboard,
    ViewAudit,
}

/// <summary>What kind of right a permission is.</summary>
public static class PermissionKinds
{
    /// <summary>True for a right that changes nothing.</summary>
    public static bool IsReading(this Permission permission) => permission.ToString().StartsWith("View", StringComparison.Ordinal);
}
