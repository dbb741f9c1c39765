using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Portal.Core.Secrets;

/// <summary>
/// Encrypts what must rest in the database, with the key ring of the portal (kept in PostgreSQL, itself encrypted by a
/// key from outside of it). Each purpose has keys of its own, so that a value cannot be moved from one use to another.
/// </summary>
public sealed class SecretProtector(IDataProtectionProvider provider, IKeyManager? ring = null)
{
    public const string ClusterToken = "cluster-token";
    public const string ReleaseValues = "release-values";
    public const string PlanValues = "plan-values";
    public const string SystemSettings = "system-settings";
    public const string SystemOutputs = "system-outputs";
    public const string MetricsSource = "metrics-source";
    public const string GlobalEngine = "global-engine";
    public const string AlertmanagerSource = "alertmanager-source";
    public const string TraceSource = "trace-source";
    public const string NotificationChannel = "notification-channel";
    public const string ApplicationSource = "application-source";
    public const string ProviderSession = "provider-session";
    public const string AuthenticatorKey = "authenticator-key";

    private const int KeyIdOffset = 4;
    private const int KeyIdBytes = 16;
    private static readonly TimeSpan RefreshPause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<Guid, bool> _soughtKeys = [];

    public byte[] Protect(string purpose, string plain) =>
        provider.CreateProtector("Portal", purpose).Protect(Encoding.UTF8.GetBytes(plain));

    /// <summary>
    /// Throws <see cref="CryptographicException"/> when the key is gone or the value was changed. A revoked key still opens
    /// what is stored: a process that had not heard of the revocation may have written it, and a lost token is a lost cluster.
    /// </summary>
    public string Unprotect(string purpose, byte[] cipher)
    {
        var protector = provider.CreateProtector("Portal", purpose);
        try
        {
            return Encoding.UTF8.GetString(Open(protector, cipher));
        }
        catch (CryptographicException) when (ring is SharedKeyRing && KeyIdOf(cipher) is { } key && _soughtKeys.TryAdd(key, true))
        {
            // Another process may have rotated the keys: read the ring once, which happens in the background.
            ((SharedKeyRing)ring).Refresh();
            return Encoding.UTF8.GetString(UnprotectWhenRead(protector, cipher));
        }
    }

    /// <summary>The key that a value is encrypted under: the format keeps it after a magic number. Null for anything else.</summary>
    internal static Guid? KeyIdOf(byte[] cipher) =>
        cipher.Length > KeyIdOffset + KeyIdBytes ? new Guid(cipher.AsSpan(KeyIdOffset, KeyIdBytes)) : null;

    /// <summary>The key that encrypts now.</summary>
    internal Guid? CurrentKey() => KeyIdOf(Protect(ClusterToken, ""));

    private static byte[] Open(IDataProtector protector, byte[] cipher) => protector is IPersistedDataProtector persisted
        ? persisted.DangerousUnprotect(cipher, ignoreRevocationErrors: true, out _, out _)
        : protector.Unprotect(cipher);

    private static byte[] UnprotectWhenRead(IDataProtector protector, byte[] cipher)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Open(protector, cipher);
            }
            catch (CryptographicException) when (attempt < 40)
            {
                Thread.Sleep(RefreshPause);
            }
        }
    }
}
