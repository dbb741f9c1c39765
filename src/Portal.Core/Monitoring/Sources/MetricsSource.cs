namespace Portal.Core.Monitoring.Sources;

/// <summary>How a cluster's metrics endpoint is reached.</summary>
public enum MetricsSourceKind
{
    /// <summary>At an address of its own.</summary>
    Url,

    /// <summary>As a service of the cluster, through its API server's proxy and with the portal's own account.</summary>
    Service,
}

/// <summary>How the portal says who it is to a metrics endpoint with an address of its own.</summary>
public enum MetricsAuthentication
{
    None,
    Basic,
    Bearer,
}

/// <summary>A metrics endpoint that a person has given for a cluster. What the portal installed itself needs none.</summary>
public sealed class MetricsSource : ClusterEndpoint;
