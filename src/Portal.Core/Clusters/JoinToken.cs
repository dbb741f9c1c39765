namespace Portal.Core.Clusters;

/// <summary>A one-time permission to join one cluster by command. Only the token's SHA-256 is kept.</summary>
public sealed class JoinToken
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required byte[] Hash { get; init; }

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public required Guid CreatedById { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Set once, by the request that used it: a second use is refused.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
