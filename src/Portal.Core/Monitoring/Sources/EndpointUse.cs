namespace Portal.Core.Monitoring.Sources;

/// <summary>What an endpoint is asked for: a cluster may have one of each.</summary>
internal enum EndpointUse
{
    Metrics,

    /// <summary>Alerts and silences.</summary>
    Alerts,

    Traces,
}
