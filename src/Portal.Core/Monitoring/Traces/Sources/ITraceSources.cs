using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>Where the traces of clusters are kept: found where the portal installed Jaeger, or given by a person.</summary>
public interface ITraceSources
{
    /// <summary>The trace store of a cluster, or null when none is known. What a person gave goes before what was found.</summary>
    Task<TraceSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Stores what a person gave. Throws Invalid, NotFound, and Conflict when somebody changed it since.</summary>
    Task<TraceSourceView> SetAsync(Guid clusterId, TraceSourceRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Forgets what a person gave. What was found counts again.</summary>
    Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Asks the store that counts now.</summary>
    Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);
}
