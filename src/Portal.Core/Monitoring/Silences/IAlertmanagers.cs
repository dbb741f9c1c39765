using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Silences;

/// <summary>Where the Alertmanagers of clusters are.</summary>
public interface IAlertmanagers
{
    /// <summary>The Alertmanager of a cluster, or null when none is known. What a person gave goes before what was found.</summary>
    Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores what a person gave. Throws Invalid, NotFound, and Conflict when somebody changed it since.</summary>
    Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks it now.</summary>
    Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Forgets what a person gave.</summary>
    Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);
}
