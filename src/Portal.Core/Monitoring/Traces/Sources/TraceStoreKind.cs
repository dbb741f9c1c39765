namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>Which API a trace store speaks.</summary>
public enum TraceStoreKind
{
    /// <summary>Jaeger's query service, of version 1 or 2.</summary>
    Jaeger,

    /// <summary>Grafana Tempo, of version 2.0 or newer.</summary>
    Tempo,
}
