namespace Portal.Core.Access.OpenId;

/// <summary>A logout token that was followed: until it has expired by itself, it is not followed again.</summary>
public sealed class UsedLogoutToken
{
    public required string Provider { get; init; }

    /// <summary>Its <c>jti</c>, at most 255 characters.</summary>
    public required string TokenId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
