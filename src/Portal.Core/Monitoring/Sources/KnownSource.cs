using System.Net.Http.Headers;
using System.Text;

namespace Portal.Core.Monitoring.Sources;

/// <summary>A metrics endpoint as it is asked, with what tells whether it has changed. What is secret in it is still encrypted.</summary>
/// <param name="Base">Where its paths begin, ending in a slash.</param>
/// <param name="SecretPurpose">What <paramref name="ProtectedSecret"/> is encrypted for.</param>
/// <param name="Stamp">Another one says that a new client is needed.</param>
internal sealed record KnownSource(
    Guid ClusterId, Uri Base, string CertificateAuthority, string TlsServerName, MetricsAuthentication Authentication, string Username,
    byte[]? ProtectedSecret, string SecretPurpose, (string Address, DateTimeOffset At) Stamp)
{
    public EndpointUse Use { get; init; }

    /// <summary>The tenant that a server of several is asked for (X-Scope-OrgID); empty for none.</summary>
    public string Tenant { get; init; } = "";

    public AuthenticationHeaderValue? Header(Func<string, byte[], string> unprotect) => (Authentication, ProtectedSecret) switch
    {
        (MetricsAuthentication.Bearer, { } secret) => new AuthenticationHeaderValue("Bearer", unprotect(SecretPurpose, secret)),
        (MetricsAuthentication.Basic, { } secret) =>
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{unprotect(SecretPurpose, secret)}"))),
        _ => null,
    };
}
