namespace Portal.Core.Access.Factors;

/// <summary>The second factors of an account.</summary>
/// <param name="AuthenticatorSince">Since when codes of an authenticator are asked for; null for none.</param>
/// <param name="AuthenticatorUsedAt">When a code of it counted last.</param>
/// <param name="RecoveryCodesLeft">How many were not used yet.</param>
/// <param name="Required">Whether the account must have a second factor.</param>
/// <param name="HasPassword">False for an account that signs in elsewhere: what is asked there is its provider's to say.</param>
/// <param name="Passkeys">The oldest first.</param>
public sealed record FactorSummary(
    DateTimeOffset? AuthenticatorSince,
    DateTimeOffset? AuthenticatorUsedAt,
    int RecoveryCodesLeft,
    bool Required,
    bool HasPassword,
    IReadOnlyList<PasskeySummary> Passkeys);

/// <summary>A passkey as lists show it.</summary>
/// <param name="IsSynced">Whether a copy of it is kept elsewhere, as by an account with the maker of the device.</param>
public sealed record PasskeySummary(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool IsSynced);

/// <summary>That it is the account's own person who asks: the password, or a code of the authenticator or a recovery code. Never logged.</summary>
public sealed record FactorProof(string? Password = null, string? Code = null)
{
    /// <summary>Without what is in it.</summary>
    public override string ToString() => nameof(FactorProof);
}

/// <summary>A key for an authenticator app, shown once.</summary>
/// <param name="Key">In base32, to be typed.</param>
/// <param name="Address">The same as an address that apps read as a QR code (otpauth:).</param>
public sealed record AuthenticatorSetup(string Key, string Address)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(AuthenticatorSetup);
}

/// <summary>Codes for the day on which the other factor is lost, shown once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes)
{
    /// <summary>Without the codes.</summary>
    public override string ToString() => nameof(RecoveryCodes);
}
