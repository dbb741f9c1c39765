using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components.Planning;

/// <summary>
/// Makes a stored plan: resolves it from the rows, asks the clusters that it touches, resolves it again, looks at the manifests,
/// and takes out what a cluster refuses. One cluster that is slow, away or refuses says nothing of the others.
/// </summary>
internal sealed class PlanCheck(
    IDbContextFactory<PortalDbContext> contexts, PlanFacts rows, ComponentCatalog catalog, ClusterProbe probe, ClusterPreviews previews, SecretProtector protector)
{
    private const int Clusters = 8;

    public async Task RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ComponentPlans.AsNoTracking().SingleOrDefaultAsync(plan => plan.Id == id && plan.State == PlanState.Checking, cancellationToken) is not { } stored)
        {
            return;
        }

        var components = PlanMapping.Components(catalog);
        var input = await rows.ReadAsync(stored, cancellationToken);
        var facts = input.Clusters;
        var plan = Resolve().Plan;
        var releases = await PlannedReleases.ReadAsync(db, catalog, facts, cancellationToken);

        facts = await EachAsync(facts, plan, async (cluster, changes, token) => Forced(await probe.AskAsync(
            cluster, [.. changes.Where(change => change.ToVersion is not null).Select(releases.Of).Distinct()], Brought(cluster, changes), token), changes), cancellationToken);
        plan = Resolve().Plan;

        var values = PlanValues.Read(stored, protector);
        var looked = new Dictionary<Guid, ClusterPreview>();
        var renderings = new Renderings();
        facts = await EachAsync(facts, plan, async (cluster, changes, token) =>
        {
            var preview = await previews.MakeAsync(id, cluster, changes, releases, values, input, renderings, token);
            lock (looked)
            {
                looked[cluster.Id] = preview;
            }

            return cluster with { Unusable = cluster.Unusable ?? preview.Unusable, Obstacles = [.. cluster.Obstacles, .. preview.Obstacles] };
        }, cancellationToken);
        await SaveAsync(stored, Resolve(), looked.Values, cancellationToken);

        // By force, steps are taken back on a cluster that does not answer, too.
        ClusterFacts Forced(ClusterFacts cluster, IReadOnlyList<PlannedChange> changes) => cluster.Unusable is { Kind: ProblemKind.Unavailable }
            && changes.All(change => change.Kind == ChangeKind.UndoStep && input.Systems.Any(wish => wish.Force && wish.Model.Id == change.Part?.SystemId))
            ? cluster with { Unusable = null }
            : cluster;

        SystemResolution Resolve() => SystemResolver.Resolve(components, facts, input.Wishes, input.Systems);
    }

    /// <summary>Does something with each cluster that has changes, several at once; the others stay as they are.</summary>
    private static async Task<IReadOnlyList<ClusterFacts>> EachAsync(
        IReadOnlyList<ClusterFacts> facts, ComponentPlan plan,
        Func<ClusterFacts, IReadOnlyList<PlannedChange>, CancellationToken, Task<ClusterFacts>> ask, CancellationToken cancellationToken)
    {
        var changes = plan.Changes.Where(change => change.Kind != ChangeKind.Keep).ToLookup(change => change.ClusterId);
        var asked = facts.ToArray();
        await Parallel.ForAsync(0, asked.Length, new ParallelOptions { MaxDegreeOfParallelism = Clusters, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                if (changes.Contains(asked[index].Id))
                {
                    asked[index] = await ask(asked[index], [.. changes[asked[index].Id]], token);
                }
            });
        return asked;
    }

    private HashSet<string> Brought(ClusterFacts cluster, IEnumerable<PlannedChange> changes) => cluster.Installed.Select(release => release.Component)
        .Concat(changes.Where(change => change.ToVersion is not null).Select(change => change.Component))
        .Select(catalog.Find).OfType<CatalogEntry>()
        .SelectMany(entry => entry.Readiness.Crds.Concat(entry.Leftovers.Crds)).ToHashSet();

    private async Task SaveAsync(StoredPlan stored, SystemResolution resolution, IEnumerable<ClusterPreview> looked, CancellationToken cancellationToken)
    {
        var plan = resolution.Plan;
        var kept = plan.Changes.Select(change => change.Id).ToHashSet();
        var previews = looked.SelectMany(cluster => cluster.Changes).Where(pair => kept.Contains(pair.Key)).ToDictionary();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            var result = new PlanResult(plan, await DurationsAsync(db, plan, cancellationToken), previews.ToDictionary(pair => pair.Key, pair => pair.Value.Summary),
                [.. resolution.Systems.Select(PlannedSystem.Of)]);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Another worker may have made it meanwhile, after this one's claim ran out.
            var row = await db.ComponentPlans.FromSql($"SELECT * FROM component_plans WHERE id = {stored.Id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
            if (row is not { State: PlanState.Checking })
            {
                return;
            }

            row.State = PlanState.Ready;
            row.Result = result;
            row.ClaimedUntil = null;
            db.ComponentPlanObjects.AddRange(previews.Values.SelectMany(preview => preview.Objects));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }

    private static async Task<Dictionary<string, double>> DurationsAsync(PortalDbContext db, ComponentPlan plan, CancellationToken cancellationToken)
    {
        var durations = new Dictionary<string, double>();
        foreach (var group in plan.Changes.Where(change => change.OperationKind is not null).GroupBy(change => (change.OperationKind, Component: change.Part?.Step ?? change.Component)))
        {
            if (await UsualDurations.ReadAsync(db, group.Key.OperationKind!, group.Key.Component, cancellationToken) is { } usual)
            {
                foreach (var change in group)
                {
                    durations[change.Id] = usual.TotalSeconds;
                }
            }
        }

        return durations;
    }
}
