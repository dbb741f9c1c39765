using Portal.Core.Operations;

namespace Portal.Core.Clusters;

/// <summary>The operations on clusters: which steps, and how long each may take.</summary>
public static class ClusterOperations
{
    private static readonly TimeSpan CleanLimit = TimeSpan.FromMinutes(15);

    /// <summary>A join with an uploaded credential.</summary>
    public static OperationPlan Join(Guid clusterId, string name, Guid fleetId) => new(
        OperationKinds.JoinCluster,
        clusterId,
        name,
        fleetId,
        [
            new StepPlan(StepNames.CheckCluster, TimeSpan.FromMinutes(1)),
            new StepPlan(StepNames.CreateAccount, TimeSpan.FromMinutes(2)),
            new StepPlan(StepNames.VerifyAccount, TimeSpan.FromMinutes(1)),
            new StepPlan(StepNames.ReadInventory, TimeSpan.FromMinutes(2)),
        ],
        TimeSpan.FromMinutes(10));

    /// <summary>A join by command: the account exists already, made by the person's own kubectl.</summary>
    public static OperationPlan JoinByCommand(Guid clusterId, string name, Guid fleetId) => new(
        OperationKinds.JoinCluster,
        clusterId,
        name,
        fleetId,
        [
            new StepPlan(StepNames.VerifyAccount, TimeSpan.FromMinutes(1)),
            new StepPlan(StepNames.ReadInventory, TimeSpan.FromMinutes(2)),
        ],
        TimeSpan.FromMinutes(5));

    /// <summary>A leave: bounded, whether the cluster answers or not.</summary>
    /// <param name="clean">Whether what the fleet's profile brought is removed first.</param>
    public static OperationPlan Leave(Guid clusterId, string name, Guid fleetId, bool clean = false) => new(
        OperationKinds.LeaveCluster,
        clusterId,
        name,
        fleetId,
        [
            .. clean ? [new StepPlan(StepNames.CleanProfile, CleanLimit)] : Array.Empty<StepPlan>(),
            new StepPlan(StepNames.StopUsing, TimeSpan.FromSeconds(30)),
            new StepPlan(StepNames.RemoveAccount, TimeSpan.FromMinutes(2)),
            new StepPlan(StepNames.ForgetCluster, TimeSpan.FromSeconds(30)),
        ],
        TimeSpan.FromMinutes(5) + (clean ? CleanLimit : TimeSpan.Zero));
}
