namespace Portal.Core.Access.Factors;

/// <summary>The rule by which a code that was typed counts, once.</summary>
internal static class FactorCodes
{
    private const int MostCharacters = 64;

    /// <summary>Takes note that the code was used; null when it counts for nothing.</summary>
    /// <param name="factors">The account's; changed when the code counts.</param>
    /// <param name="key">Its authenticator's key in base32; null for none.</param>
    /// <param name="code">As typed: spaces and hyphens do not matter, nor does case.</param>
    /// <param name="now">Codes of the authenticator count around this time.</param>
    public static SignInFactor? Use(AccountFactors factors, string? key, string code, DateTimeOffset now)
    {
        var plain = Plain(code);
        if (plain.Length == Totp.Digits && key is not null && Totp.Match(key, plain, now, factors.LastStep) is { } step)
        {
            factors.LastStep = step;
            factors.LastUsedAt = now;
            return SignInFactor.AuthenticatorCode;
        }

        if (plain.Length == RecoveryCodeSet.Length && RecoveryCodeSet.Without(factors.RecoveryHashes, plain) is { } left)
        {
            factors.RecoveryHashes = left;
            return SignInFactor.RecoveryCode;
        }

        return null;
    }

    /// <summary>Without what people put between; empty for what is too long to be a code.</summary>
    public static string Plain(string code) => code.Length > MostCharacters
        ? ""
        : string.Concat(code.Where(sign => !char.IsWhiteSpace(sign) && sign != '-')).ToLowerInvariant();
}
