using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Problems;
using Portal.Core.Rollouts;

namespace Portal.Web.Tests.Testing;

public sealed class FakePlans : FakeService, IComponentPlans
{
    /// <summary>What every plan comes to.</summary>
    public ComponentPlanDetail Plan { get; set; } = Sample.Plan(PlanState.Ready);

    public List<PlanRequest> Asked { get; } = [];

    public List<RolloutSettings> Applied { get; } = [];

    public Task<ComponentPlanDetail> CreateAsync(PlanRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return ActAsync(() => Plan);
    }

    public Task<ComponentPlanDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Plan);

    public Task<IReadOnlyList<PlannedObjectView>> ListObjectsAsync(Guid id, string changeId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<PlannedObjectView>>(() =>
            [new PlannedObjectView(0, "apps/v1", "Deployment", "volcano-system", "volcano-scheduler", ObjectAction.Create, "")]);

    public Task<PlannedObjectDiff> GetDiffAsync(Guid id, string changeId, int ordinal, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<PlannedObjectDiff>(() => throw ProblemException.NotFound("The plan has no such object"));

    public Task<Guid> ApplyAsync(Guid id, RolloutSettings settings, Actor actor, CancellationToken cancellationToken)
    {
        Applied.Add(settings);
        return ActAsync(() => id);
    }
}
