using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.Sources;

/// <summary>The metrics endpoints of clusters: found where the portal installed Prometheus, or given by a person.</summary>
public interface IMetricsSources
{
    /// <summary>The clusters that may have metrics, by name, each with its endpoint where one is known.</summary>
    Task<Page<ClusterSource>> ListAsync(SourceQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>The endpoint of a cluster, or null when none is known. What a person gave goes before what was found.</summary>
    Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores what a person gave. Throws Invalid, NotFound, and Conflict when somebody changed it since.</summary>
    Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Forgets what a person gave. What was found counts again.</summary>
    Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks the endpoint that counts now.</summary>
    Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);
}
