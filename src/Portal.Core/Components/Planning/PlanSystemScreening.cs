using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>Looks at the systems of a request before it becomes a plan: that they and their clusters exist, and that settings and values are sound.</summary>
internal sealed class PlanSystemScreening(
    ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SystemReader reader, PlannedSystems planned)
{
    /// <summary>The request with an id for each new system, and settings as they are stored. Throws what is wrong.</summary>
    public async Task<PlanRequest> ScreenAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        if (request.Systems is not { Count: > 0 } wishes)
        {
            return request;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DemandClustersAsync(db, wishes, cancellationToken);
        var screened = new List<PlanSystem>(wishes.Count);
        foreach (var wish in wishes)
        {
            screened.Add(await ScreenAsync(db, wish, cancellationToken));
        }

        DemandApart(screened);
        request = request with { Systems = screened };
        DemandValues(screened, await planned.ReadAsync(db, request, cancellationToken));
        return request;
    }

    private static async Task DemandClustersAsync(PortalDbContext db, IReadOnlyList<PlanSystem> wishes, CancellationToken cancellationToken)
    {
        var asked = wishes.SelectMany(wish => wish.Members ?? []).Select(member => member.ClusterId).Distinct().ToList();
        if (await db.Clusters.CountAsync(cluster => asked.Contains(cluster.Id), cancellationToken) < asked.Count)
        {
            throw ProblemException.NotFound("A cluster of the plan does not exist", "It has left the portal: pick the clusters again.");
        }
    }

    private async Task<PlanSystem> ScreenAsync(PortalDbContext db, PlanSystem wish, CancellationToken cancellationToken)
    {
        var entry = catalog.GetSystem(wish.System);
        var clusters = (wish.Members ?? []).Select(member => member.ClusterId).ToHashSet();
        if (wish.Kind == SystemWishKind.Install)
        {
            var id = Guid.CreateVersion7();
            await SystemApplication.DemandAloneAsync(db, entry, id, clusters, cancellationToken);
            return wish with { Id = id, Settings = SystemSettings.Screen(entry, wish.Settings ?? "", null) };
        }

        var row = await db.Systems.AsNoTracking().SingleOrDefaultAsync(system => system.Id == wish.Id && system.System == wish.System, cancellationToken)
            ?? throw ProblemException.NotFound($"There is no such installation of {entry.Title}", "Pick it from the list of systems.");
        await SystemApplication.DemandIdleAsync(db, entry, row, null, cancellationToken);
        await SystemApplication.DemandAloneAsync(db, entry, row.Id, clusters, cancellationToken);
        return wish with { Settings = wish.Settings is { } given ? SystemSettings.Screen(entry, given, reader.Settings(row)) : null };
    }

    /// <summary>Two new ones of a kind cannot share a cluster.</summary>
    private void DemandApart(List<PlanSystem> wishes)
    {
        foreach (var kind in wishes.Where(wish => wish.Members is not null).GroupBy(wish => wish.System))
        {
            var clusters = kind.SelectMany(wish => wish.Members!.Select(member => member.ClusterId).Distinct()).ToList();
            if (clusters.Distinct().Count() < clusters.Count)
            {
                var title = catalog.GetSystem(kind.Key).Title;
                throw ProblemException.Invalid($"{title} cannot be planned", "Two of a kind would share a cluster.", "Pick other clusters for one of them.", "systems");
            }
        }
    }

    private void DemandValues(List<PlanSystem> wishes, IReadOnlyList<SystemWish> models)
    {
        foreach (var (wish, model) in wishes.Join(models, wish => wish.Id, model => model.Model.Id, (wish, model) => (wish, model.Model)))
        {
            foreach (var part in (wish.Parts ?? []).Where(part => part.Values is not null))
            {
                var entry = catalog.Get(part.Component);
                var version = part.Version ?? entry.LatestVersion;
                var clusters = model.Members.Where(member => model.Parts(member.Role).Any(one => one.Component == part.Component)).Select(member => member.ClusterId).Distinct();
                foreach (var cluster in clusters)
                {
                    ReleaseValues.Screen(entry, version, part.Values!, SystemLayer.Make([model], cluster, part.Component, version, SystemOutputSet.Empty));
                }
            }
        }
    }
}
