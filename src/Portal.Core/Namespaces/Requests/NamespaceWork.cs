using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Namespaces.Requests;

/// <summary>
/// Transactions in which a namespace changes. Those of a team take turns by a lock of the team's row, so that two cannot both
/// take the last of its quota; those of a fleet by a lock of the fleet's, so that two teams cannot both take a name.
/// Order of locks: team, fleet, namespace.
/// </summary>
internal sealed class NamespaceWork(IDbContextFactory<PortalDbContext> whole, ActorContexts contexts)
{
    /// <summary>Lets <paramref name="work"/> change a namespace that <paramref name="actor"/> may see by <paramref name="permission"/>; NotFound else.</summary>
    public async Task ChangeAsync(
        Guid id, Actor actor, Permission permission, Func<PortalDbContext, TeamNamespace, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        (Guid Team, Guid Fleet) place;
        await using (var scoped = await contexts.OpenAsync(actor, permission, cancellationToken))
        {
            var found = await scoped.TeamNamespaces.Where(row => row.Id == id).Select(row => new { row.TeamId, row.FleetId }).SingleOrDefaultAsync(cancellationToken)
                ?? throw NamespaceReader.Unknown();
            place = (found.TeamId, found.FleetId);
        }

        await RunAsync(place.Team, place.Fleet, async (db, stop) => await work(db, await LockAsync(db, id, stop) ?? throw NamespaceReader.Unknown(), stop), cancellationToken);
    }

    /// <summary>The caller has authorised. What <paramref name="work"/> tracks is saved.</summary>
    public async Task RunAsync(Guid teamId, Guid fleetId, Func<PortalDbContext, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async stop =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(stop);

            // Not FOR UPDATE: rows that only refer to them are added beside.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE id = {teamId} FOR NO KEY UPDATE", stop);
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM fleets WHERE id = {fleetId} FOR NO KEY UPDATE", stop);
            await work(db, stop);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }, cancellationToken);
    }

    /// <summary>The namespace, its row locked until the transaction ends; null when there is none.</summary>
    public static Task<TeamNamespace?> LockAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.TeamNamespaces.FromSql($"SELECT *, xmin FROM team_namespaces WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
}
