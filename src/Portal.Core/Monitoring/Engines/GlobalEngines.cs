using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Engines;

internal sealed class GlobalEngines(
    IDbContextFactory<PortalDbContext> contexts, IValidator<GlobalEngineRequest> validator, SecretProtector protector, EngineDirectory directory, EngineQueries queries,
    QueryMembers members, TimeProvider time) : IGlobalEngines
{
    private const string Refused = "The global engine was not stored";

    public async Task<IReadOnlyList<FleetEngine>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var engines = await db.GlobalEngines.AsNoTracking().ToDictionaryAsync(engine => engine.FleetId, cancellationToken);
        var fleets = await db.Fleets.AsNoTracking().OrderBy(fleet => fleet.Name)
            .Select(fleet => new { fleet.Id, fleet.Name, Clusters = db.Clusters.Count(cluster => cluster.FleetId == fleet.Id && cluster.JoinedAt != null) }).ToListAsync(cancellationToken);
        return [.. fleets.Select(fleet => new FleetEngine(
            fleet.Id, fleet.Name, fleet.Clusters, engines.TryGetValue(fleet.Id, out var engine) ? View(engine, fleet.Name) : null))];
    }

    public async Task<GlobalEngineView?> FindAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await NameAsync(db, fleetId, cancellationToken);
        return await db.GlobalEngines.AsNoTracking().SingleOrDefaultAsync(engine => engine.FleetId == fleetId, cancellationToken) is { } engine ? View(engine, name) : null;
    }

    public async Task<GlobalEngineView> SetAsync(Guid fleetId, GlobalEngineRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        validator.Demand(request, Refused);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await NameAsync(db, fleetId, cancellationToken);
        await DemandClustersAsync(db, fleetId, request, cancellationToken);
        var row = await db.GlobalEngines.SingleOrDefaultAsync(engine => engine.FleetId == fleetId, cancellationToken);
        var blank = new GlobalEngine { FleetId = fleetId, Kind = request.Kind, Address = "", UpdatedAt = time.GetUtcNow(), UpdatedBy = actor.Name };
        var write = new EndpointWrite<GlobalEngine>(blank, GlobalEngineTable.Name, SecretProtector.GlobalEngine, Refused, Changed(name))
        {
            Also = own => (own.Kind, own.Tenant, own.ClusterLabel, own.ClusterValues) =
                (request.Kind, request.Tenant, request.ClusterLabel, new Dictionary<string, string>(request.ClusterValues)),
        };
        row = await EndpointStore.StoreAsync(db, row, request, write, protector, cancellationToken);
        directory.Forget();
        return View(row, name);
    }

    public async Task RemoveAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await NameAsync(db, fleetId, cancellationToken);
        if (await db.GlobalEngines.Where(engine => engine.FleetId == fleetId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw ProblemException.NotFound($"No global engine was given for fleet {name}", "Nothing has to be done.");
        }

        directory.Forget();
    }

    public async Task<GlobalEngineCheck> CheckAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await NameAsync(db, fleetId, cancellationToken);
        var row = await db.GlobalEngines.AsNoTracking().SingleOrDefaultAsync(engine => engine.FleetId == fleetId, cancellationToken)
            ?? throw ProblemException.NotFound($"No global engine was given for fleet {name}", "Give its address.");
        var started = time.GetTimestamp();
        var grid = TimeGrid.Instant(time.GetUtcNow().ToUnixTimeMilliseconds());
        var asked = await members.ReadAsync(new QueryScope(fleetId), cancellationToken);
        var share = new EngineShare(EngineDirectory.Of(row, name), asked, queries, grid, queries.Budget(), cancellationToken);
        await share.OpenAsync();
        var took = time.GetElapsedTime(started);
        return share.Why is { } why
            ? new GlobalEngineCheck(share.Fault, why, took, [], [.. asked.Select(member => member.Name)], null)
            : new GlobalEngineCheck(
                null, "", took, [.. asked.Where(share.Holds).Select(member => member.Name)], [.. share.NotHeld.Select(member => member.Name)], share.Holdings.Behind(grid, time.GetUtcNow()).Lag);
    }

    /// <summary>A value of another fleet's cluster would show its series as those of this one.</summary>
    private static async Task DemandClustersAsync(PortalDbContext db, Guid fleetId, GlobalEngineRequest request, CancellationToken cancellationToken)
    {
        var known = await db.Clusters.Where(cluster => cluster.FleetId == fleetId).Select(cluster => cluster.Name).ToListAsync(cancellationToken);
        if (request.ClusterValues.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } stranger)
        {
            throw ProblemException.Invalid(Refused, $"The fleet has no cluster {stranger}.", "Name clusters of this fleet alone.", "clusterValues");
        }
    }

    private static async Task<string> NameAsync(PortalDbContext db, Guid fleetId, CancellationToken cancellationToken) =>
        await db.Fleets.Where(fleet => fleet.Id == fleetId).Select(fleet => fleet.Name).SingleOrDefaultAsync(cancellationToken)
        ?? throw ProblemException.NotFound("This fleet does not exist");

    private static GlobalEngineView View(GlobalEngine engine, string fleet) => new(
        engine.FleetId, fleet, engine.Kind, engine.Address, engine.Authentication, engine.Username, engine.ProtectedSecret is not null, engine.CertificateAuthority,
        engine.Tenant, engine.ClusterLabel, engine.ClusterValues, engine.UpdatedAt, engine.UpdatedBy, engine.Version);

    private static ProblemException Changed(string fleet) => ProblemException.Conflict(
        $"The global engine of fleet {fleet} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");
}
