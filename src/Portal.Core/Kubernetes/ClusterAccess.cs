namespace Portal.Core.Kubernetes;

/// <summary>What a child process needs to reach a member. Goes through its environment or a 0600 file, never its arguments.</summary>
/// <param name="CertificateAuthority">PEM; empty for the system's roots.</param>
public sealed record ClusterAccess(Uri ApiServer, string CertificateAuthority, string Token)
{
    /// <summary>As people call the cluster; the host of <see cref="ApiServer"/> unless it is set.</summary>
    public string ClusterName { get => field ?? ApiServer.Host; init; }

    /// <summary>The name that the API server's certificate is for, when it is not the host of <see cref="ApiServer"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>From a cluster's row, where an empty <paramref name="tlsServerName"/> stands for the host of the address.</summary>
    public static ClusterAccess Stored(string apiServer, string certificateAuthority, string tlsServerName, string token, string? clusterName = null) =>
        new(new Uri(apiServer), certificateAuthority, token) { TlsServerName = tlsServerName.Length > 0 ? tlsServerName : null, ClusterName = clusterName! };

    /// <summary>Without the token: records print themselves.</summary>
    public override string ToString() => $"ClusterAccess {{ ApiServer = {ApiServer} }}";
}
