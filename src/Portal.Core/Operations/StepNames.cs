namespace Portal.Core.Operations;

/// <summary>The keys of all steps. Jobs registers a step class under each; the pages have words for each.</summary>
public static class StepNames
{
    // cluster.join
    public const string CheckCluster = "join.check";
    public const string CreateAccount = "join.account";
    public const string VerifyAccount = "join.verify";
    public const string ReadInventory = "join.inventory";

    // cluster.leave
    public const string CleanProfile = "leave.clean";
    public const string StopUsing = "leave.stop";
    public const string RemoveAccount = "leave.account";
    public const string ForgetCluster = "leave.forget";

    // cluster.smoke
    public const string SmokeApi = "smoke.api";
    public const string SmokeNodes = "smoke.nodes";
    public const string SmokeComponents = "smoke.components";

    // component.*
    public const string CheckRequirements = "component.check";
    public const string FetchChart = "component.fetch";
    public const string HelmInstall = "component.helm.install";
    public const string HelmUpgrade = "component.helm.upgrade";
    public const string HelmRollBack = "component.helm.rollback";
    public const string HelmUninstall = "component.helm.uninstall";
    public const string AwaitReady = "component.ready";
    public const string ListLeftovers = "component.leftovers";
    public const string AdoptRelease = "component.adopt";
    public const string RepairDrift = "component.repair";

    // edge.remove
    public const string CordonEdgeNode = "edge.cordon";
    public const string EvictEdgePods = "edge.evict";
    public const string DeleteEdgeNode = "edge.delete";

    // systems.*
    public const string RunSystemStep = "systems.step.run";
    public const string UndoSystemStep = "systems.step.undo";

    // application.*
    public const string CheckApplication = "application.check";
    public const string ApplyApplication = "application.apply";
    public const string AwaitApplication = "application.ready";
    public const string PruneApplication = "application.prune";

    // keys.rotate
    public const string WrapRing = "keys.wrap";
    public const string AddKey = "keys.add";
    public const string Reencrypt = "keys.reencrypt";
    public const string RevokeKeys = "keys.revoke";
}
