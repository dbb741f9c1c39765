using Portal.Core.Monitoring.Traces.Sources;

namespace Portal.Core.Monitoring.Sources;

/// <summary>Where a cluster's metrics come from.</summary>
/// <param name="IsFound">The portal installed it and found it by itself; else a person gave it.</param>
/// <param name="Address">A URL, or a service as "namespace/name:port".</param>
/// <param name="HasSecret">Whether a password or token is stored. It is never shown.</param>
/// <param name="Version">For a change of what was given; 0 for what was found.</param>
public sealed record MetricsSourceView(
    Guid ClusterId, string ClusterName, bool IsFound, MetricsSourceKind Kind, string Address, MetricsAuthentication Authentication, string Username,
    bool HasSecret, string CertificateAuthority, DateTimeOffset? UpdatedAt, string UpdatedBy, uint Version);

/// <summary>A cluster, and where its metrics come from.</summary>
/// <param name="Source">Null where no endpoint is known: its part of every answer is missing.</param>
public sealed record ClusterSource(Guid ClusterId, string ClusterName, MetricsSourceView? Source)
{
    /// <summary>Where its alerts are silenced and told from; null where none is known.</summary>
    public MetricsSourceView? Alertmanager { get; init; }

    /// <summary>Where its traces are kept; null where none is known.</summary>
    public TraceSourceView? Traces { get; init; }
}

/// <summary>Which clusters' endpoints.</summary>
/// <param name="Search">Matched anywhere in a cluster's name.</param>
/// <param name="Take">1 to 500.</param>
public sealed record SourceQuery(string Search = "", int Skip = 0, int Take = 50);

/// <summary>A metrics endpoint that a person gives.</summary>
/// <param name="Address">A URL ("https://prometheus.example.com/prefix"), or a service as "namespace/name:port".</param>
/// <param name="Secret">The password or token; null leaves a stored one as it is where the address stays the same.</param>
/// <param name="CertificateAuthority">PEM; empty for the system's roots.</param>
/// <param name="Version">The version that was read; null when there was none.</param>
public sealed record MetricsSourceRequest(
    MetricsSourceKind Kind, string Address, MetricsAuthentication Authentication = MetricsAuthentication.None, string Username = "", string? Secret = null,
    string CertificateAuthority = "", uint? Version = null) : IEndpointRequest
{
    /// <summary>Without the secret: records print themselves.</summary>
    public override string ToString() => $"{nameof(MetricsSourceRequest)} {{ Kind = {Kind}, Address = {Address} }}";
}

/// <summary>What a metrics endpoint said to a simple question.</summary>
/// <param name="Fault">Why it gave no answer; null when it did.</param>
/// <param name="Took">From the question to the end of the answer.</param>
/// <param name="ClockOffset">How far its clock is ahead of the portal's, to the second; null where it did not tell.</param>
public sealed record MetricsSourceCheck(MemberFaultKind? Fault, string Why, TimeSpan Took, TimeSpan? ClockOffset);
