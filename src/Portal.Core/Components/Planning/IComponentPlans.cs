using Portal.Core.Access;
using Portal.Core.Rollouts;

namespace Portal.Core.Components.Planning;

/// <summary>Plans of components. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IComponentPlans
{
    /// <summary>
    /// Stores a plan and returns it in state Checking: a worker asks the clusters, and the topic "plan" tells when it is ready.
    /// </summary>
    Task<ComponentPlanDetail> CreateAsync(PlanRequest request, Actor actor, CancellationToken cancellationToken);

    Task<ComponentPlanDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>The objects that a change touches; at most 1,000.</summary>
    Task<IReadOnlyList<PlannedObjectView>> ListObjectsAsync(Guid id, string changeId, Actor actor, CancellationToken cancellationToken);

    /// <summary>The field diff of one object. Only for those who may manage components.</summary>
    Task<PlannedObjectDiff> GetDiffAsync(Guid id, string changeId, int ordinal, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Starts to do what the plan says, as one operation with a part for each change, and returns it; its id is the plan's.
    /// Throws Conflict when the plan is not ready, has expired, changes nothing or has been applied already.
    /// </summary>
    Task<Guid> ApplyAsync(Guid id, RolloutSettings settings, Actor actor, CancellationToken cancellationToken);
}
