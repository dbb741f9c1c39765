namespace Portal.Core.Access;

/// <summary>What a person says of a new token.</summary>
/// <param name="Name">1 to 100 characters that say what it is for.</param>
/// <param name="DaysValid">1 to 365, or less where the portal's options say so.</param>
/// <param name="Scopes">Names of permissions, or "ReadOnly" for all that change nothing; null for all that the owner may do.</param>
public sealed record ApiTokenRequest(string Name, int DaysValid = 90, IReadOnlyList<string>? Scopes = null);

/// <summary>A token as lists show it.</summary>
/// <param name="Prefix">The token's first characters, to tell tokens apart.</param>
/// <param name="Scopes">What it is cut to; null for all that its owner may do.</param>
/// <param name="LastUsedAt">Up to a minute old; null when never used.</param>
public sealed record ApiTokenSummary(
    Guid Id,
    Guid UserId,
    string Name,
    string Prefix,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    bool Usable,
    IReadOnlyList<string>? Scopes = null);

/// <summary>A new token, shown once.</summary>
public sealed record CreatedApiToken(ApiTokenSummary Summary, string Token)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"CreatedApiToken {{ Name = {Summary.Name} }}";
}
