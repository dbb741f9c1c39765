using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Planning;

/// <summary>Turns a plan that was looked at into a rollout. The rollout has the plan's id: a plan is applied once.</summary>
internal sealed class PlanApplication(
    ComponentCatalog catalog,
    IDbContextFactory<PortalDbContext> contexts,
    RolloutWriter rollouts,
    SystemApplication systems,
    SecretProtector protector,
    TimeProvider clock)
{
    private const int Named = 3;

    /// <summary>The caller has authorised. Returns the rollout's operation.</summary>
    public async Task<Guid> ApplyAsync(Guid id, RolloutSettings settings, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var plan = await db.ComponentPlans.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw PlanService.Unknown();
        DemandApplicable(plan);
        var changes = plan.Result!.Plan.Changes.Where(change => change.Kind != ChangeKind.Keep).ToList();
        if (changes.Count == 0 && plan.Result.Systems is not { Count: > 0 })
        {
            throw ProblemException.Conflict("The plan cannot be applied", "It changes nothing.", "Everything that can be done is done.");
        }

        var clusters = changes.Select(change => change.ClusterId).Distinct().ToList();
        var fleets = await db.Clusters.Where(cluster => clusters.Contains(cluster.Id)).Select(cluster => cluster.FleetId).Distinct()
            .ToListAsync(cancellationToken);
        await systems.WriteAsync(db, plan, cancellationToken);
        rollouts.Add(
            db,
            new RolloutRequest(OperationKinds.ApplyComponents, Title(plan, changes, clusters.Count), fleets.Count == 1 ? fleets[0] : null,
                Requested(plan, changes, settings.OnNotReady), settings, plan.Id),
            actor);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return plan.Id;
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw ProblemException.Conflict("The plan cannot be applied", "It has been applied already.", "Look at its rollout, or make a new plan.");
        }
    }

    private void DemandApplicable(StoredPlan plan)
    {
        if (plan.State != PlanState.Ready)
        {
            throw ProblemException.Conflict("The plan cannot be applied",
                plan.State == PlanState.Checking ? "The clusters are still being asked." : "It could not be made.",
                plan.State == PlanState.Checking ? "Wait until it is ready." : "Mend the cause, and make a new plan.");
        }

        if (plan.ExpiresAt <= clock.GetUtcNow())
        {
            throw ProblemException.Conflict("The plan cannot be applied",
                "It has expired: the clusters may have changed since it was made.", "Make a new plan.");
        }
    }

    private List<RequestedChange> Requested(StoredPlan plan, List<PlannedChange> changes, ChangeFailure onNotReady)
    {
        var values = PlanValues.Read(plan, protector);
        var ordinals = changes.Select((change, ordinal) => (change.Id, ordinal)).ToDictionary(pair => pair.Id, pair => pair.ordinal);
        return changes.ConvertAll(change =>
        {
            var given = values.For(change);
            return new RequestedChange(
                change.ClusterId,
                change.ClusterName,
                change.Part?.Step ?? change.Component,
                change.OperationKind!,
                [.. change.Needs.Where(ordinals.ContainsKey).Select(need => ordinals[need])],
                Parameters(plan, change, given, onNotReady),
                string.IsNullOrEmpty(given) ? null : protector.Protect(SecretProtector.ReleaseValues, given));
        });
    }

    private static JsonDocument Parameters(StoredPlan plan, PlannedChange change, string? given, ChangeFailure onNotReady) => change.Part is { Step: { } step } part
        ? JsonSerializer.SerializeToDocument(new SystemOperation(part.SystemId, part.System, step, Force: IsForced(plan, change)), JsonSerializerOptions.Web)
        : JsonSerializer.SerializeToDocument(
            new ReleaseChange(change.ToVersion, KeepValues: given is null, System: change.Part?.SystemId, OnNotReady: onNotReady), JsonSerializerOptions.Web);

    private static bool IsForced(StoredPlan plan, PlannedChange change) => change.Kind == ChangeKind.UndoStep
        && (plan.Request.Systems ?? []).Any(wish => wish.Force && wish.Id == change.Part?.SystemId);

    private string Title(StoredPlan plan, List<PlannedChange> changes, int clusters)
    {
        var subjects = (plan.Request.Systems ?? []).Select(wish => catalog.FindSystem(wish.System)?.Title ?? wish.System)
            .Concat(changes.Where(change => change.Part is null).Select(change => catalog.Find(change.Component)?.Title ?? change.Component)).Distinct().ToList();
        var names = string.Join(", ", subjects.Take(Named));
        var more = subjects.Count > Named ? $" +{subjects.Count - Named}" : "";
        if (clusters == 0)
        {
            return names;
        }

        var where = clusters == 1 ? changes[0].ClusterName : $"{clusters} clusters";
        var title = $"{names}{more}: {where}";
        return title.Length <= 128 ? title : title[..127] + "…";
    }
}
