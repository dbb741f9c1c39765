using Portal.Core.Access;

namespace Portal.Core.Monitoring.Topology;

/// <summary>Who gathers from whom among the Prometheus servers of clusters, and how each of them scrapes.</summary>
public interface IPrometheusTopology
{
    /// <summary>Asks the servers of all clusters now, and the global engines of their fleets. Who did not answer is there, with the reason.</summary>
    Task<PrometheusTree> ReadAsync(Actor actor, CancellationToken cancellationToken);
}
