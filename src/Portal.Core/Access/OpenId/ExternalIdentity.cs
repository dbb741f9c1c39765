namespace Portal.Core.Access.OpenId;

/// <summary>
/// Somebody as a provider knows them: by the provider, its issuer and the subject, which are never given to anybody else.
/// Name and e-mail address are shown and decide nothing.
/// </summary>
public sealed class ExternalIdentity
{
    public const int MostSubject = 255;
    public const int MostText = 256;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Provider { get; init; }

    /// <summary>Without a slash at its end.</summary>
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>The account; null while an administrator has not linked one.</summary>
    public Guid? UserId { get; set; }

    public PortalUser? User { get; set; }

    /// <summary>What the provider said at the last sign-in.</summary>
    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public List<string> Groups { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the provider spoke of it last.</summary>
    public DateTimeOffset LastUsedAt { get; set; }
}
