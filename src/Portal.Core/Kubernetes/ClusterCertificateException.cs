using System.Security.Authentication;

namespace Portal.Core.Kubernetes;

/// <summary>Says what is wrong with the certificate that an API server showed.</summary>
public sealed class ClusterCertificateException(string reason, string remedy) : AuthenticationException(reason)
{
    public string Remedy { get; } = remedy;
}
