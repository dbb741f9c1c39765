namespace Portal.Core.Access;

/// <summary>A bearer token of a user for the REST API. Only its SHA-256 is kept; the token itself is shown once.</summary>
public sealed class ApiToken
{
    /// <summary>What every token begins with.</summary>
    public const string TokenPrefix = "kp_";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    public required string Name { get; init; }

    /// <summary>The first characters of the token, so that a person can tell tokens apart.</summary>
    public required string Prefix { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>What it is cut to, as <see cref="Tokens.TokenScopes"/> reads it; null for a token that may do all that its owner may.</summary>
    public List<string>? Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
