using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Failover;

/// <summary>Starts a move of replicas as an operation that says why, in the caller's unit of work.</summary>
public sealed class MoveWriter(RolloutWriter rollouts, TimeProvider clock)
{
    // A move that does not succeed leaves everything as it was.
    private static readonly RolloutSettings Settings = new(8, FailurePolicy.RollBack, []);

    public Operation Add(PortalDbContext db, Application application, int revision, IReadOnlyList<RequestedChange> changes, string reason, Actor actor)
    {
        var operation = rollouts.Add(db, new RolloutRequest(
            OperationKinds.DeliverApplication, DeliveryChanges.Title(application, revision, changes.Count), application.FleetId, changes, Settings), actor);
        var now = clock.GetUtcNow();
        db.OperationLog.Add(new OperationLogLine { OperationId = operation.Id, At = now, Level = LineLevel.Info, Text = reason });
        application.Begin(ApplicationState.Delivering, operation.Id, now);
        return operation;
    }
}
