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
public sealed class MetricsSource
{
    public required Guid ClusterId { get; init; }

    public required MetricsSourceKind Kind { get; set; }

    /// <summary>A URL, or a service as "namespace/name:port".</summary>
    public required string Address { get; set; }

    public MetricsAuthentication Authentication { get; set; }

    /// <summary>For <see cref="MetricsAuthentication.Basic"/>.</summary>
    public string Username { get; set; } = "";

    /// <summary>The password or token, encrypted.</summary>
    public byte[]? ProtectedSecret { get; set; }

    /// <summary>The PEM certificates that the endpoint's certificate must chain to; empty for the system's roots.</summary>
    public string CertificateAuthority { get; set; } = "";

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}
