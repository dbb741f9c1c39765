using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Traces.Sources;

/// <summary>Where a cluster's traces are kept.</summary>
/// <param name="IsFound">The portal installed it and found it by itself; else a person gave it.</param>
/// <param name="Address">A URL, or a service as "namespace/name:port".</param>
/// <param name="HasSecret">Whether a password or token is stored. It is never shown.</param>
/// <param name="Version">For a change of what was given; 0 for what was found.</param>
public sealed record TraceSourceView(
    Guid ClusterId, string ClusterName, bool IsFound, TraceStoreKind Store, MetricsSourceKind Kind, string Address, MetricsAuthentication Authentication, string Username,
    bool HasSecret, string CertificateAuthority, string Tenant, DateTimeOffset? UpdatedAt, string UpdatedBy, uint Version);

/// <summary>A trace store that a person gives.</summary>
/// <param name="Address">A URL ("https://jaeger.example.com/prefix"), or a service as "namespace/name:port".</param>
/// <param name="Secret">The password or token; null leaves a stored one as it is where the address stays the same.</param>
/// <param name="CertificateAuthority">PEM; empty for the system's roots.</param>
/// <param name="Tenant">Whose traces are asked for (X-Scope-OrgID); empty for none.</param>
/// <param name="Version">The version that was read; null when there was none.</param>
public sealed record TraceSourceRequest(
    TraceStoreKind Store, MetricsSourceKind Kind, string Address, MetricsAuthentication Authentication = MetricsAuthentication.None, string Username = "", string? Secret = null,
    string CertificateAuthority = "", string Tenant = "", uint? Version = null) : IEndpointRequest
{
    /// <summary>Without the secret: records print themselves.</summary>
    public override string ToString() => $"{nameof(TraceSourceRequest)} {{ Store = {Store}, Kind = {Kind}, Address = {Address} }}";
}
