using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Components.Adoption;

internal sealed class ReleaseAdoption(
    ComponentCatalog catalog, AdoptionQueries queries, IDbContextFactory<PortalDbContext> contexts, OperationWriter operations, TimeProvider clock) : IReleaseAdoption
{
    private const int MostAtOnce = 500;
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];

    public Task<DiscoveredReleases> ListAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return queries.ListAsync(clusterId, cancellationToken);
    }

    public Task<IReadOnlyList<DiscoveredReleaseView>> ListFleetAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        return queries.ListFleetAsync(fleetId, cancellationToken);
    }

    public async Task RefreshAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == clusterId, cancellationToken);
        if (ReleaseRules.ClusterRefusal(cluster) is { } refusal)
        {
            throw new ProblemException(refusal);
        }

        await AskAsync(db, clusterId, cancellationToken);
    }

    public async Task<IReadOnlyList<StartedAdoption>> AdoptAsync(
        IReadOnlyList<AdoptionRequest> requests, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        if (requests.Count is 0 or > MostAtOnce)
        {
            throw ProblemException.Invalid("Nothing can be adopted", $"Between 1 and {MostAtOnce} releases can be adopted at once.", "Choose fewer releases.");
        }

        var started = new List<StartedAdoption>(requests.Count);
        foreach (var request in requests)
        {
            try
            {
                started.Add(new StartedAdoption(request.ClusterId, request.Namespace, request.Name, await StartAsync(request, actor, cancellationToken), null));
            }
            catch (ProblemException refused) when (refused.Problem.Kind is ProblemKind.Conflict or ProblemKind.NotFound or ProblemKind.Invalid)
            {
                started.Add(new StartedAdoption(request.ClusterId, request.Namespace, request.Name, null,
                    $"{refused.Problem.What}. {refused.Problem.Why} {refused.Problem.Remedy}"));
            }
        }

        return started;
    }

    public async Task ForgetAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        var entry = catalog.Get(component);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == clusterId, cancellationToken);
        var open = await FindOpenAsync(db, clusterId, component, cancellationToken);
        if ((ReleaseRules.ClusterRefusal(cluster) ?? ReleaseRules.OpenRefusal(entry, cluster!, open)) is { } refusal)
        {
            throw new ProblemException(refusal);
        }

        if (await db.ComponentReleases.Where(row => row.ClusterId == clusterId && row.Component == component).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw new ProblemException(ReleaseRules.NotInstalled(entry, cluster!));
        }

        await AskAsync(db, clusterId, cancellationToken);
    }

    private async Task<Guid> StartAsync(AdoptionRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.ClusterId, cancellationToken);
        if (ReleaseRules.ClusterRefusal(cluster) is { } refusal)
        {
            throw new ProblemException(refusal);
        }

        var found = (await queries.ListAsync(request.ClusterId, cancellationToken)).Items
            .FirstOrDefault(item => item.Namespace == request.Namespace && item.Name == request.Name)
            ?? throw ProblemException.NotFound($"{cluster!.Name} has no release {request.Name} in {request.Namespace} that could be adopted", "Look again, and pick one from the list.");
        var entry = Choose(found, request.Component);
        if (AdoptionRules.StatusRefusal(found.Name, found.Namespace, found.Status) is { } status)
        {
            throw new ProblemException(status);
        }

        if (await db.ComponentReleases.AnyAsync(row => row.ClusterId == request.ClusterId && row.Component == entry.Name, cancellationToken))
        {
            throw ProblemException.Conflict($"{entry.Title} on {cluster!.Name} is known to the portal already",
                "A cluster has at most one release of a component.", "Forget or uninstall the other one first.");
        }

        if (ReleaseRules.OpenRefusal(entry, cluster!, await FindOpenAsync(db, request.ClusterId, entry.Name, cancellationToken)) is { } open)
        {
            throw new ProblemException(open);
        }

        var operation = operations.Add(db, AdoptOperation.Plan(cluster!, entry.Name, new AdoptOperation(found.Namespace, found.Name)), actor);
        await db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }

    private CatalogEntry Choose(DiscoveredReleaseView found, string? component) => (component, found.Components) switch
    {
        (not null, var known) when known.Contains(component) => catalog.Get(component),
        (not null, _) => throw ProblemException.Invalid($"The release {found.Name} in {found.Namespace} is no {component}",
            $"Its chart is {found.Chart}.", "Pick a component that uses this chart.", "component"),
        (null, [var only]) => catalog.Get(only),
        (null, []) => throw ProblemException.Invalid($"The release {found.Name} in {found.Namespace} cannot be adopted",
            $"The catalogue has no component with the chart {found.Chart}.", "Add a file for it to the catalogue."),
        _ => throw ProblemException.Invalid($"The release {found.Name} in {found.Namespace} may be one of several components",
            $"These use the chart {found.Chart}: {string.Join(", ", found.Components)}.", "Say which one it is.", "component"),
    };

    private static Task<Operation?> FindOpenAsync(PortalDbContext db, Guid clusterId, string component, CancellationToken cancellationToken) =>
        db.Operations.AsNoTracking().FirstOrDefaultAsync(
            operation => operation.Component == component && Open.Contains(operation.State) && operation.ClusterId == clusterId, cancellationToken);

    private Task<int> AskAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cluster_discoveries (cluster_id, asked_at, problem) VALUES ({clusterId}, {now}, '')
            ON CONFLICT (cluster_id) DO UPDATE SET asked_at = {now}
            """,
            cancellationToken);
    }
}
