using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Planning;

internal sealed class PlanService(
    ComponentCatalog catalog,
    IValidator<PlanRequest> validator,
    IDbContextFactory<PortalDbContext> contexts,
    SecretProtector protector,
    PlanSystemScreening systems,
    PlanApplication application,
    TimeProvider clock) : IComponentPlans
{
    private const int MostObjects = 1_000;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    public async Task<ComponentPlanDetail> CreateAsync(PlanRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        validator.Demand(request, "The plan cannot be made");
        foreach (var item in request.Items.Where(item => item.Values is not null))
        {
            var entry = catalog.Get(item.Component);
            ReleaseValues.Screen(entry, item.Version ?? entry.LatestVersion, item.Values!);
        }

        request = await systems.ScreenAsync(request, cancellationToken);
        var now = clock.GetUtcNow();
        var plan = new StoredPlan
        {
            ActorId = actor.Id,
            ActorName = actor.Name,
            CreatedAt = now,
            ExpiresAt = now + Lasts,
            Request = request.WithoutSecrets(),
            ProtectedValues = PlanValues.Protect(request, protector),
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ComponentPlans.Add(plan);
        await db.SaveChangesAsync(cancellationToken);
        return Detail(plan);
    }

    public async Task<ComponentPlanDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return Detail(await db.ComponentPlans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Id == id, cancellationToken) ?? throw Unknown());
    }

    public async Task<IReadOnlyList<PlannedObjectView>> ListObjectsAsync(Guid id, string changeId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var objects = await db.ComponentPlanObjects.AsNoTracking().Where(row => row.PlanId == id && row.ChangeId == changeId)
            .OrderBy(row => row.Ordinal).Take(MostObjects)
            .Select(row => new PlannedObjectView(row.Ordinal, row.ApiVersion, row.Kind, row.Namespace, row.Name, row.Action, row.Note))
            .ToListAsync(cancellationToken);
        return objects.Count > 0 || await db.ComponentPlans.AnyAsync(plan => plan.Id == id, cancellationToken) ? objects : throw Unknown();
    }

    public async Task<PlannedObjectDiff> GetDiffAsync(Guid id, string changeId, int ordinal, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ComponentPlanObjects.AsNoTracking()
            .Where(row => row.PlanId == id && row.ChangeId == changeId && row.Ordinal == ordinal)
            .Select(row => new PlannedObjectDiff(
                new PlannedObjectView(row.Ordinal, row.ApiVersion, row.Kind, row.Namespace, row.Name, row.Action, row.Note), row.Diff))
            .SingleOrDefaultAsync(cancellationToken) ?? throw ProblemException.NotFound("The plan has no such object", "Pick it from the plan.");
    }

    public Task<Guid> ApplyAsync(Guid id, RolloutSettings settings, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        return application.ApplyAsync(id, settings, actor, cancellationToken);
    }

    internal static ProblemException Unknown() => ProblemException.NotFound("There is no such plan", "Plans are deleted a week after they expire: make a new one.");

    private static ComponentPlanDetail Detail(StoredPlan plan)
    {
        var changes = (plan.Result?.Plan.Changes ?? []).Select(change => new PlannedChangeView(
            change,
            plan.Result!.Durations.TryGetValue(change.Id, out var seconds) ? TimeSpan.FromSeconds(seconds) : null,
            plan.Result.Manifests.GetValueOrDefault(change.Id))).ToList();
        return new ComponentPlanDetail(plan.Id, plan.State, plan.ActorName, plan.CreatedAt, plan.ExpiresAt, plan.Request, changes,
            plan.Result?.Plan.Refusals ?? [], LongestWay(changes), plan.Failure);
    }

    /// <summary>Changes come by wave, so that each one's needs are summed up before it.</summary>
    private static TimeSpan? LongestWay(List<PlannedChangeView> changes)
    {
        var ends = new Dictionary<string, TimeSpan>();
        foreach (var view in changes)
        {
            var start = view.Change.Needs.Select(need => ends.GetValueOrDefault(need)).DefaultIfEmpty(TimeSpan.Zero).Max();
            ends[view.Change.Id] = start + (view.UsualDuration ?? TimeSpan.Zero);
        }

        return changes.Exists(view => view.UsualDuration is not null) ? ends.Values.Max() : null;
    }
}
