using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

internal sealed class ClusterService(
    ActorContexts contexts,
    IValidator<ClusterQuery> queries,
    IValidator<ClusterEdit> edits,
    MemberEventReader memberEvents,
    OperationWriter operations) : IClusters
{
    private const int HistoryLength = 200;

    public async Task<ClusterPage> ListAsync(ClusterQuery query, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        queries.Demand(query, "The clusters cannot be listed");
        var found = db.Clusters.AsNoTracking().Where(query);
        var total = await found.CountAsync(cancellationToken);
        var items = await found.Sort(query.Sort, query.Descending).Skip(query.Skip).Take(query.Take)
            .Select(ClusterProjections.Summary).ToListAsync(cancellationToken);
        return new ClusterPage(items, total);
    }

    public async Task<ClusterFacets> FacetsAsync(ClusterQuery query, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        queries.Demand(query, "The clusters cannot be counted");
        return await ClusterFacetReader.ReadAsync(db, query, cancellationToken);
    }

    public async Task<ClusterDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        return await ClusterReader.ReadAsync(db, cluster => cluster.Id == id, cancellationToken);
    }

    public async Task<ClusterDetail> GetByNameAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw ClusterReader.Unknown();
        }

        return await ClusterReader.ReadAsync(db, cluster => cluster.Name == name, cancellationToken);
    }

    public async Task<ClusterInventory?> GetInventoryAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        await ClusterReader.ReadNameAsync(db, id, cancellationToken);
        return await db.ClusterInventories.AsNoTracking()
            .SingleOrDefaultAsync(inventory => inventory.ClusterId == id, cancellationToken);
    }

    public async Task<IReadOnlyList<ClusterHealthEvent>> ListHealthEventsAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        await ClusterReader.ReadNameAsync(db, id, cancellationToken);
        return await db.ClusterHealthEvents.AsNoTracking()
            .Where(change => change.ClusterId == id)
            .OrderByDescending(change => change.At)
            .Take(HistoryLength)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<MemberEvent>> ListMemberEventsAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        string name;
        await using (var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken))
        {
            name = await ClusterReader.ReadNameAsync(db, id, cancellationToken);
        }

        return await memberEvents.ReadAsync(id, name, cancellationToken);
    }

    public async Task UpdateAsync(Guid id, ClusterEdit edit, uint version, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.EditClusters, cancellationToken);
        edits.Demand(edit, "The cluster cannot be saved");
        var cluster = await db.Clusters.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw ClusterReader.Unknown();
        db.Entry(cluster).Property(row => row.Version).OriginalValue = version;
        cluster.Version = version + 1;
        cluster.FleetId = edit.FleetId;
        cluster.Kind = edit.Kind;
        cluster.Provider = edit.Provider;
        cluster.Region = edit.Region;
        cluster.Zone = edit.Zone;
        cluster.Labels = new Dictionary<string, string>(edit.Labels);
        cluster.Taints = [.. edit.Taints];
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict(
                $"Cluster {cluster.Name} was changed by somebody else",
                "What you saw is no longer what is stored.",
                "Load it again, look at the change, and make yours on top.");
        }
        catch (DbUpdateException exception) when (exception.IsReferenceViolation())
        {
            throw ProblemException.Invalid(
                $"Cluster {cluster.Name} cannot be saved", "The fleet does not exist.", "Pick a fleet from the list.", "fleetId");
        }
    }

    public async Task<Guid> LeaveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.LeaveClusters, cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(token);

            // The row's lock makes two people who leave at once take turns, so that the second sees the first one's operation.
            var cluster = await db.Clusters.FromSql($"SELECT * FROM clusters WHERE id = {id} FOR UPDATE").AsNoTracking()
                .Select(row => new { row.Name, row.FleetId })
                .SingleOrDefaultAsync(token) ?? throw ClusterReader.Unknown();
            var open = await db.Operations.AnyAsync(
                operation => operation.ClusterId == id && operation.Kind == OperationKinds.LeaveCluster
                    && (operation.State == OperationState.Queued || operation.State == OperationState.Running),
                token);
            if (open)
            {
                throw ProblemException.Conflict(
                    $"Cluster {cluster.Name} is leaving already",
                    "An operation for it is queued or running.",
                    "Watch that operation; when it fails, it can be retried.");
            }

            var clean = await db.ProfileMembers.AnyAsync(member => member.ClusterId == id && member.CleanUp && member.Brought.Length > 0, token);
            var leave = operations.Add(db, ClusterOperations.Leave(id, cluster.Name, cluster.FleetId, clean), actor);
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return leave.Id;
        }, cancellationToken);
    }

    public async Task<EstateSummary> SummariseAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        return await ClusterEstate.ReadAsync(db, cancellationToken);
    }
}
