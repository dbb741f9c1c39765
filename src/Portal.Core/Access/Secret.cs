using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Access;

/// <summary>Random secrets, and what is kept of them.</summary>
internal static class Secret
{
    // Without characters that look alike: a one-time password is often typed from another screen. 20 of 55 are 115 bits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static string NewPassword() => new(RandomNumberGenerator.GetItems<char>(Alphabet, 20));

    /// <summary>The prefix lets secret scanners find tokens that were committed by mistake.</summary>
    public static string NewToken(string prefix = ApiToken.TokenPrefix) =>
        prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Enough for a secret of 256 random bits: there is nothing to guess that a slow hash would protect.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
