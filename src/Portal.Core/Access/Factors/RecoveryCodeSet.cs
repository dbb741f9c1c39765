using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Access.Factors;

/// <summary>
/// What is kept of recovery codes: the SHA-256 of each that was not used yet, one after the other. A code has 80 random bits, so
/// that there is nothing to guess that a slow hash would protect.
/// </summary>
internal static class RecoveryCodeSet
{
    public const int Count = 10;

    /// <summary>Without the hyphens.</summary>
    public const int Length = 16;

    // Crockford's: without i, l, o and u, which are mistaken for others.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int Group = 4;

    /// <summary>New codes as they are shown, "xxxx-xxxx-xxxx-xxxx", and what is kept of them.</summary>
    public static (IReadOnlyList<string> Codes, byte[] Hashes) New()
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length)).ToList();
        return ([.. codes.Select(code => string.Join('-', code.Chunk(Group).Select(part => new string(part))))], [.. codes.SelectMany(Hash)]);
    }

    public static int Left(byte[]? hashes) => (hashes?.Length ?? 0) / SHA256.HashSizeInBytes;

    /// <summary>What is left when the code, without hyphens, is one of them; null when it is none.</summary>
    public static byte[]? Without(byte[]? hashes, string code)
    {
        var wanted = Hash(code);
        var parts = (hashes ?? []).Chunk(SHA256.HashSizeInBytes).ToList();
        return parts.RemoveAll(part => CryptographicOperations.FixedTimeEquals(part, wanted)) > 0 ? [.. parts.SelectMany(part => part)] : null;
    }

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
