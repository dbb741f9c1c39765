using Portal.Core.Clusters;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>
/// The bearer token of a kubeconfig: good for one cluster through the portal's proxy, for hours, and for nothing else. Only its SHA-256 is
/// kept. It is as alive as what it was made in: a session that ends, or an API token that is revoked, takes it along.
/// </summary>
public sealed class KubeconfigToken
{
    /// <summary>What every token begins with: not with that of API tokens, which are good for the REST API alone.</summary>
    public const string TokenPrefix = "kpk_";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    /// <summary>The cluster's name, for the record of acts: the trail names a row by what is in it.</summary>
    public required string TargetName { get; init; }

    /// <summary>The browser's session that it was made in; null when an API token made it.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The API token that made it; null when it was made in a browser.</summary>
    public Guid? ApiTokenId { get; init; }

    /// <summary>The first characters of the token, so that a person can tell them apart.</summary>
    public required string Prefix { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Up to a minute old; null for one that was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The IP address of the last use; empty for one that was never used.</summary>
    public string LastAddress { get; set; } = "";

    public DateTimeOffset? RevokedAt { get; set; }
}
