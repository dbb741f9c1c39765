namespace Portal.Core.Access.Factors;

/// <summary>A passkey of an account: what WebAuthn (W3C, level 3) keeps of a credential. Nothing in it is a secret.</summary>
public sealed class Passkey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    /// <summary>What its person calls it: 1 to 60 characters.</summary>
    public required string Name { get; set; }

    public required byte[] CredentialId { get; init; }

    public required byte[] PublicKey { get; init; }

    /// <summary>As the authenticator counts; 0 for one that does not count.</summary>
    public long SignCount { get; set; }

    public required List<string> Transports { get; init; }

    public bool IsUserVerified { get; set; }

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    public required byte[] AttestationObject { get; init; }

    public required byte[] ClientDataJson { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
