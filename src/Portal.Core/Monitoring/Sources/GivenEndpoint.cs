namespace Portal.Core.Monitoring.Sources;

/// <summary>Where something is reached, and how, as a person has given it.</summary>
public abstract class GivenEndpoint
{
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
