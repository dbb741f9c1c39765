using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>A trace store as it is asked.</summary>
internal sealed record KnownTraceStore(KnownSource Source, TraceStoreKind Kind)
{
    /// <summary>Those that are the same have the same traces, whichever cluster they were given for.</summary>
    public (Uri, string, TraceStoreKind) Server => (Source.Base, Source.Tenant, Kind);
}
