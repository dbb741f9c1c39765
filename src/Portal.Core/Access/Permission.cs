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
    ViewComponents,
    ManageComponents,
    ViewApplications,
    ManageApplications,
    ViewMetrics,
    ManageMetricsSources,
    ManageSilences,
    ManageNotifications,
    ManageOwnBoards,
    ShareBoards,
    ViewOperations,
    RunOperations,
    ManageOwnTokens,
    ManageUsers,
    ManageSettings,
    ViewJobDashboard,
}
