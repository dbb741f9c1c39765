using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Operations;

/// <summary>
/// Adds an operation to the unit of work of a feature service, so that intent and domain rows are one transaction.
/// The row itself is the outbox: a dispatcher enqueues a job for every queued operation that has none.
/// </summary>
public sealed class OperationWriter(TimeProvider clock)
{
    /// <summary>Adds the rows; the caller saves. Returns the new operation, whose id is already set.</summary>
    public Operation Add(PortalDbContext db, OperationPlan plan, Actor actor)
    {
        var operation = new Operation
        {
            Id = plan.Id ?? Guid.CreateVersion7(),
            Kind = plan.Kind,
            TargetKey = plan.TargetKey,
            TargetName = plan.TargetName,
            ClusterId = plan.ClusterId,
            FleetId = plan.FleetId,
            Component = plan.Component,
            Parameters = plan.Parameters,
            ActorId = actor.Id,
            ActorName = actor.Name,
            CreatedAt = clock.GetUtcNow(),
            TimeLimit = plan.TimeLimit,
        };
        operation.Steps.AddRange(plan.Steps.Select((step, ordinal) => new OperationStep
        {
            OperationId = operation.Id,
            Ordinal = ordinal,
            Name = step.Name,
            TimeLimit = step.TimeLimit,
        }));
        db.Operations.Add(operation);
        return operation;
    }
}
