namespace Portal.Core.Operations;

/// <summary>The kinds of operation.</summary>
public static class OperationKinds
{
    public const string JoinCluster = "cluster.join";
    public const string LeaveCluster = "cluster.leave";

    /// <summary>Looks whether an onboarded cluster is as its team was promised. Changes nothing.</summary>
    public const string SmokeTest = "cluster.smoke";
    public const string InstallComponent = "component.install";
    public const string UpgradeComponent = "component.upgrade";
    public const string RollBackComponent = "component.rollback";
    public const string UninstallComponent = "component.uninstall";
    public const string AdoptComponent = "component.adopt";
    public const string RepairComponent = "component.repair";
    public const string RemoveEdgeNode = "edge.remove";
    public const string ApplyComponents = "components.apply";

    /// <summary>One step of a system on one cluster.</summary>
    public const string RunSystemStep = "systems.run";
    public const string UndoSystemStep = "systems.undo";

    /// <summary>An application to all its clusters, and its removal from all.</summary>
    public const string DeliverApplication = "applications.deliver";
    public const string DeleteApplication = "applications.delete";

    /// <summary>An application on one cluster.</summary>
    public const string DeliverToCluster = "application.deliver";
    public const string RemoveApplication = "application.remove";

    /// <summary>Of the portal itself: it has no cluster.</summary>
    public const string RotateKeys = "keys.rotate";

    /// <summary>Kinds that have changes of their own in place of steps, and no job.</summary>
    public static IReadOnlyList<string> Rollouts { get; } = [ApplyComponents, DeliverApplication, DeleteApplication];

    /// <summary>Those <see cref="Rollouts"/> that deliver an application, or take it away.</summary>
    public static IReadOnlyList<string> OfApplications { get; } = [DeliverApplication, DeleteApplication];
}
