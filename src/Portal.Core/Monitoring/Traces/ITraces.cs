using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Traces;

/// <summary>Asks the trace stores of all clusters as if they were one. Those without a store are told of as not asked.</summary>
public interface ITraces
{
    /// <summary>The services that have sent spans, in order.</summary>
    Task<GlobalList<string>> ServicesAsync(TraceWindow window, QueryScope scope, Actor actor, CancellationToken cancellationToken);

    /// <summary>The names of a service's spans, in order.</summary>
    Task<GlobalList<string>> OperationsAsync(string service, TraceWindow window, QueryScope scope, Actor actor, CancellationToken cancellationToken);

    /// <summary>The traces that match, each put together from those clusters where it matches. Throws Invalid.</summary>
    Task<TraceList> SearchAsync(TraceSearch search, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// All spans that any cluster has of a trace. Throws Invalid for what is no id, and NotFound where all clusters were asked and
    /// none has it; where some did not answer, the trace may be empty.
    /// </summary>
    Task<TraceView> FindAsync(string traceId, QueryScope scope, Actor actor, CancellationToken cancellationToken);
}
