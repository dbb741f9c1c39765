namespace Portal.Core.Kubernetes;

/// <summary>
/// One context of an uploaded kubeconfig after screening: only an address, a CA and a credential are left.
/// Lives in memory only; never stored, logged or put in job arguments.
/// </summary>
public sealed class ScreenedKubeconfig
{
    public required string Context { get; init; }

    public required Uri ApiServer { get; init; }

    /// <summary>PEM; empty for the system's roots.</summary>
    public required string CertificateAuthority { get; init; }

    /// <summary>The tls-server-name, or null for the host of <see cref="ApiServer"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>A bearer token, or null when a client certificate is used.</summary>
    public string? Token { get; init; }

    /// <summary>PEM, with <see cref="ClientKey"/>; or null.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>PEM.</summary>
    public string? ClientKey { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Never the credential.</summary>
    public override string ToString() => $"ScreenedKubeconfig {{ Context = {Context}, ApiServer = {ApiServer} }}";
}
