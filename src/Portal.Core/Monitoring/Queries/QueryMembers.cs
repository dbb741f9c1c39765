using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.Queries;

/// <summary>The clusters that a question may ask.</summary>
internal sealed class QueryMembers(IDbContextFactory<PortalDbContext> contexts, ActorContexts actors)
{
    /// <summary>The joined clusters of a scope for which <paramref name="actor"/> holds the permission, by name; a Forbidden problem where it is held nowhere.</summary>
    public async Task<IReadOnlyList<QueryMember>> ReadAsync(QueryScope scope, Actor actor, Permission permission, CancellationToken cancellationToken)
    {
        await using var db = await actors.OpenAsync(actor, permission, cancellationToken);
        return await ReadAsync(db, scope, cancellationToken);
    }

    /// <summary>The joined clusters of a scope, whoever owns them, by name. The caller has authorised.</summary>
    public async Task<IReadOnlyList<QueryMember>> ReadAsync(QueryScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, scope, cancellationToken);
    }

    private static async Task<IReadOnlyList<QueryMember>> ReadAsync(PortalDbContext db, QueryScope scope, CancellationToken cancellationToken)
    {
        var clusters = db.Clusters.AsNoTracking().Where(cluster => cluster.JoinedAt != null && cluster.State != ClusterState.Leaving);
        if (scope.FleetId is { } fleet)
        {
            clusters = clusters.Where(cluster => cluster.FleetId == fleet);
        }

        if (scope.ClusterIds is { } chosen)
        {
            clusters = clusters.Where(cluster => chosen.Contains(cluster.Id));
        }

        return await clusters.OrderBy(cluster => cluster.Name)
            .Select(cluster => QueryMember.Of(cluster.Id, cluster.Name, cluster.Fleet!.Name, cluster.Provider, cluster.Region))
            .ToListAsync(cancellationToken);
    }
}
