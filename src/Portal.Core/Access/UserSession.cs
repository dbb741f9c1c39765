namespace Portal.Core.Access;

/// <summary>A browser's session. The cookie carries its id; without a live row here, a copy of the cookie is worth nothing.</summary>
public sealed class UserSession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    /// <summary>Whose it is, for the record of acts: the trail names a row by what is in it.</summary>
    public string UserName { get; init; } = "";

    /// <summary>What the browser says it is, such as "Firefox · Linux"; empty when it does not say. At most 100 characters.</summary>
    public string Browser { get; init; } = "";

    /// <summary>The IP address from which it began; empty where it is not known.</summary>
    public string Address { get; init; } = "";

    /// <summary>The provider that signed the person in; null for a password.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's own session (<c>sid</c>); null where it has none.</summary>
    public string? ProviderSession { get; init; }

    /// <summary>By which the provider is asked whether it may go on, encrypted; null where none was given.</summary>
    public byte[]? ProtectedRefreshToken { get; set; }

    /// <summary>When the provider is asked next; null for never.</summary>
    public DateTimeOffset? RefreshAt { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Up to a minute old; null for one that was never used.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>However much it is used, it is over then.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the person signed out, or the session was ended; null while it lives.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
