namespace Portal.Core.Access.Kubeconfigs;

/// <summary>What a person says of a new kubeconfig.</summary>
/// <param name="Minutes">How long it is good for: 5 and up to what the portal allows, at most 720; null for the portal's default.</param>
public sealed record KubeconfigRequest(int? Minutes = null);

/// <summary>A kubeconfig as lists show it.</summary>
/// <param name="Prefix">Its token's first characters, to tell them apart.</param>
/// <param name="LastUsedAt">Up to a minute old; null when never used.</param>
/// <param name="LastAddress">The IP address of the last use; empty when never used.</param>
/// <param name="Usable">False for one that was revoked, has expired, or whose session or API token has ended.</param>
public sealed record KubeconfigSummary(
    Guid Id,
    Guid UserId,
    Guid ClusterId,
    string ClusterName,
    string Prefix,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    string LastAddress,
    DateTimeOffset? RevokedAt,
    bool Usable);

/// <summary>A new kubeconfig, given out once.</summary>
/// <param name="Kubeconfig">The file, with the token in it.</param>
public sealed record IssuedKubeconfig(KubeconfigSummary Summary, string Kubeconfig)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"IssuedKubeconfig {{ Cluster = {Summary.ClusterName} }}";
}

/// <summary>What a kubeconfig would be, before it is made.</summary>
/// <param name="User">Who the person is to the cluster.</param>
/// <param name="Groups">The groups that the cluster's RBAC may be bound to.</param>
public sealed record KubeconfigPreview(string ClusterName, string User, IReadOnlyList<string> Groups, int DefaultMinutes, int LongestMinutes);
