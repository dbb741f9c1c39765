using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Onboarding.Requests;

/// <summary>
/// Transactions in which a request changes. Those of a team take turns by a lock of the team's row, so that two cannot
/// both take the last place of its quota. Order of locks: team, request.
/// </summary>
internal sealed class RequestWork(IDbContextFactory<PortalDbContext> whole, ActorContexts contexts)
{
    /// <summary>Lets <paramref name="work"/> change a request that <paramref name="actor"/> may see by <paramref name="permission"/>; NotFound else.</summary>
    public async Task ChangeAsync(
        Guid id, Actor actor, Permission permission, Func<PortalDbContext, ClusterRequest, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        Guid? team;
        await using (var scoped = await contexts.OpenAsync(actor, permission, cancellationToken))
        {
            team = await scoped.ClusterRequests.Where(request => request.Id == id).Select(request => (Guid?)request.TeamId).SingleOrDefaultAsync(cancellationToken);
        }

        await RunAsync(team ?? throw RequestReader.Unknown(), async (db, stop) => await work(db, await LockAsync(db, id, stop) ?? throw RequestReader.Unknown(), stop), cancellationToken);
    }

    /// <summary>The caller has authorised. What <paramref name="work"/> tracks is saved.</summary>
    public async Task RunAsync(Guid teamId, Func<PortalDbContext, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async stop =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(stop);

            // Not FOR UPDATE: rows that only refer to the team are added beside.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE id = {teamId} FOR NO KEY UPDATE", stop);
            await work(db, stop);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }, cancellationToken);
    }

    /// <summary>The request, its row locked until the transaction ends; null when there is none.</summary>
    public static Task<ClusterRequest?> LockAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.ClusterRequests.FromSql($"SELECT * FROM cluster_requests WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);

    /// <summary>The request by which a cluster joins, its row locked until the transaction ends; null for a cluster without one.</summary>
    public static async Task<ClusterRequest?> LockOfClusterAsync(PortalDbContext db, Guid? clusterId, CancellationToken cancellationToken) =>
        clusterId is null ? null : await db.ClusterRequests.FromSql($"SELECT * FROM cluster_requests WHERE cluster_id = {clusterId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
}
