namespace Portal.Core.Clusters;

/// <summary>The token of the portal's own ServiceAccount in a member, encrypted. Never the credential that a person uploaded.</summary>
public sealed class ClusterCredential
{
    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    /// <summary>The token, encrypted by <see cref="Secrets.SecretProtector"/>.</summary>
    public required byte[] ProtectedToken { get; set; }

    public required DateTimeOffset IssuedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Two thirds into the token's life.</summary>
    public required DateTimeOffset RenewAt { get; set; }

    /// <summary>Why the last renewal failed; empty when it did not.</summary>
    public string RenewalProblem { get; set; } = "";
}
