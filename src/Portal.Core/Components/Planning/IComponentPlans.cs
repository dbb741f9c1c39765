using Portal.Core.Access;

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
}
