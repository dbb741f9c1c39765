using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Starts deliveries and removals of applications in the caller's unit of work; the caller has authorised, and saves.</summary>
internal sealed class DeliveryWriter(RolloutWriter rollouts, TimeProvider clock)
{
    private static readonly RolloutSettings Usual = new(8, FailurePolicy.Continue, []);

    /// <summary>Brings a revision to the clusters of a plan, and removes the application from those that leave.</summary>
    /// <param name="settings">Null for eight at once, all tried.</param>
    /// <param name="withContents">Whether namespaces that leave a cluster go with all that others have put into them.</param>
    public async Task<Operation> DeliverAsync(
        PortalDbContext db, Application application, ApplicationRevision revision, DeliveryPlan plan, RolloutSettings? settings, Actor actor,
        CancellationToken cancellationToken, bool withContents = false)
    {
        application.DeliveredRevision = revision.Number;
        TakePolicy(application, revision.Policy);
        var changes = DeliveryChanges.Deliver(application, revision.Number, plan, withContents);
        var operation = rollouts.Add(db, new RolloutRequest(
            OperationKinds.DeliverApplication, DeliveryChanges.Title(application, revision.Number, changes.Count), application.FleetId, changes, settings ?? Usual), actor);
        await DeliveryWish.WriteAsync(db, application.Id, revision.Number, plan, clock.GetUtcNow(), cancellationToken);
        application.Begin(ApplicationState.Delivering, operation.Id, clock.GetUtcNow());
        return operation;
    }

    /// <summary>Brings the delivered revision to clusters of a plan that do not have it, and changes nothing elsewhere.</summary>
    public async Task<Operation> ExtendAsync(PortalDbContext db, Application application, DeliveryPlan plan, Actor actor, CancellationToken cancellationToken)
    {
        var number = application.DeliveredRevision!.Value;
        var changes = DeliveryChanges.Move(application, number, plan, []);
        var operation = rollouts.Add(db, new RolloutRequest(
            OperationKinds.DeliverApplication, DeliveryChanges.Title(application, number, changes.Count), application.FleetId, changes, Usual), actor);
        await DeliveryWish.WriteAsync(
            db, application.Id, number, plan, changes.Select(change => change.ClusterId).ToHashSet(), [], clock.GetUtcNow(), cancellationToken);
        application.Begin(ApplicationState.Delivering, operation.Id, clock.GetUtcNow());
        return operation;
    }

    /// <summary>Removes it from all clusters.</summary>
    /// <param name="withContents">Whether its namespaces go with all that others have put into them.</param>
    public async Task<Operation> RemoveAsync(
        PortalDbContext db, Application application, Actor actor, CancellationToken cancellationToken, bool withContents = false)
    {
        var rows = await db.ApplicationClusters.Include(row => row.Cluster).Where(row => row.ApplicationId == application.Id).ToListAsync(cancellationToken);
        var changes = DeliveryChanges.Remove(application, rows, withContents);
        var operation = rollouts.Add(db, new RolloutRequest(
            OperationKinds.DeleteApplication, DeliveryChanges.Title(application, null, changes.Count), application.FleetId, changes, Usual), actor);
        foreach (var row in rows)
        {
            (row.Revision, row.State, row.Reason, row.At) = (null, ClusterDelivery.Pending, "", clock.GetUtcNow());
        }

        application.Begin(ApplicationState.Deleting, operation.Id, clock.GetUtcNow());
        return operation;
    }

    /// <summary>What watches over the application reads no revision.</summary>
    private void TakePolicy(Application application, ApplicationPolicy policy)
    {
        (application.FailoverAfterSeconds, application.FailoverReturns) = (policy.Failover?.AfterSeconds, policy.Failover?.Returns == FailoverReturn.Automatically);
        application.RebalanceDueAt = policy.Rebalance is { } every ? clock.GetUtcNow().AddSeconds(every.IntervalSeconds) : null;
    }
}
