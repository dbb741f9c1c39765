namespace Portal.Core.Access.Sessions;

/// <summary>A browser's session as lists show it.</summary>
/// <param name="Browser">What the browser says it is; empty when it does not say.</param>
/// <param name="Address">The IP address from which it began; empty where it is not known.</param>
/// <param name="LastSeenAt">Up to a minute old; null when it was never used.</param>
/// <param name="IsCurrent">True for the session in which the list is looked at.</param>
public sealed record SessionSummary(
    Guid Id,
    Guid UserId,
    string Browser,
    string Address,
    DateTimeOffset StartedAt,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset ExpiresAt,
    bool IsCurrent);
