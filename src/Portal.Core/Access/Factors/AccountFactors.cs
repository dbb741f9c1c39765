namespace Portal.Core.Access.Factors;

/// <summary>The authenticator and the recovery codes of an account. There is no row for an account without a second factor, unless one is being set up.</summary>
public sealed class AccountFactors
{
    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    /// <summary>Whose they are, for the record of acts.</summary>
    public required string UserName { get; init; }

    /// <summary>The authenticator's key in base32, encrypted; null while none is switched on.</summary>
    public byte[]? ProtectedKey { get; set; }

    /// <summary>Since when codes of <see cref="ProtectedKey"/> are asked for.</summary>
    public DateTimeOffset? AuthenticatorSince { get; set; }

    /// <summary>The step of the last code that counted: none up to it counts again.</summary>
    public long LastStep { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>A key that was shown and of which no code has come yet, encrypted.</summary>
    public byte[]? ProtectedPending { get; set; }

    /// <summary>Until when a code of <see cref="ProtectedPending"/> is taken.</summary>
    public DateTimeOffset? PendingUntil { get; set; }

    /// <summary>Of the codes that are left, as <see cref="RecoveryCodeSet"/> keeps them.</summary>
    public byte[]? RecoveryHashes { get; set; }
}
