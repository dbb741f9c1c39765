namespace Portal.Core.Access;

/// <summary>A browser's session. The cookie carries its id; without a live row here, a copy of the cookie is worth nothing.</summary>
public sealed class UserSession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>However much it is used, it is over then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the person signed out; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
