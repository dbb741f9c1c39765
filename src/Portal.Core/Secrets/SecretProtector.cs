using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Core.Secrets;

/// <summary>
/// Encrypts what must rest in the database, with the key ring of the portal (kept in PostgreSQL, itself encrypted by a
/// key from outside of it). Each purpose has keys of its own, so that a value cannot be moved from one use to another.
/// </summary>
public sealed class SecretProtector(IDataProtectionProvider provider)
{
    public const string ClusterToken = "cluster-token";
    public const string ReleaseValues = "release-values";

    public byte[] Protect(string purpose, string plain) =>
        provider.CreateProtector("Portal", purpose).Protect(Encoding.UTF8.GetBytes(plain));

    /// <summary>Throws <see cref="System.Security.Cryptography.CryptographicException"/> when the key is gone or the value was changed.</summary>
    public string Unprotect(string purpose, byte[] cipher) =>
        Encoding.UTF8.GetString(provider.CreateProtector("Portal", purpose).Unprotect(cipher));
}
