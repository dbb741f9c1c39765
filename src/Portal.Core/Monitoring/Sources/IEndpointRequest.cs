namespace Portal.Core.Monitoring.Sources;

/// <summary>What people say of every endpoint that they give.</summary>
public interface IEndpointRequest
{
    string Address { get; }

    MetricsAuthentication Authentication { get; }

    string Username { get; }

    /// <summary>The password or token; null leaves a stored one as it is where the address stays the same.</summary>
    string? Secret { get; }

    /// <summary>PEM; empty for the system's roots.</summary>
    string CertificateAuthority { get; }

    /// <summary>The version that was read; null when there was none.</summary>
    uint? Version { get; }
}
