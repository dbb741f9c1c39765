using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.Queries;

/// <summary>The clusters that a question may ask. The caller has authorised.</summary>
internal sealed class QueryMembers(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>The joined clusters of a scope, by name.</summary>
    public async Task<IReadOnlyList<QueryMember>> ReadAsync(QueryScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
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
