using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
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
        var where = changes.Count == 1 ? "1 cluster" : $"{changes.Count} clusters";
        var operation = rollouts.Add(db, new RolloutRequest(
            OperationKinds.DeliverApplication, $"{application.Name} ({revision}): {where}", application.FleetId, changes, Settings), actor);
        var now = clock.GetUtcNow();
        db.OperationLog.Add(new OperationLogLine { OperationId = operation.Id, At = now, Level = LineLevel.Info, Text = reason });
        (application.State, application.StateReason, application.StateSince, application.LastOperationId) = (ApplicationState.Delivering, "", now, operation.Id);
        return operation;
    }
}
