using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Core.Secrets;

/// <summary>A request for a credential, or, without a reply channel, the word to forget it.</summary>
/// <param name="PublicKey">Of the asking process, for this request alone; SubjectPublicKeyInfo, base64.</param>
internal sealed record HandoverMessage(Guid OperationId, string? Reply, string? PublicKey);

/// <summary>
/// Messages are sealed with the portal's key ring, so that only a process that has it can ask. Credentials are encrypted with
/// AES-256-GCM under a key from an ECDH (P-256) of two keys made for that one answer, so that what was sent can be opened by
/// nobody later, not even with the key ring.
/// </summary>
internal sealed class HandoverEnvelope(IDataProtectionProvider protection)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly IDataProtector _protector = protection.CreateProtector("Portal", "credential-handover");

    public static ECDiffieHellman NewKey() => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public static string PublicPart(ECDiffieHellman key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    public string SealMessage(HandoverMessage message) => Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(message)));

    /// <summary>Null when it was not sealed by a process of this portal.</summary>
    public HandoverMessage? OpenMessage(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<HandoverMessage>(_protector.Unprotect(Convert.FromBase64String(payload)));
        }
        catch (Exception error) when (error is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Encrypts for the holder of the other half of <paramref name="publicKey"/>.</summary>
    public static byte[] Seal(byte[] plain, string publicKey)
    {
        using var own = NewKey();
        using var other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        var sender = own.ExportSubjectPublicKeyInfo();
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var (cipher, tag) = (new byte[plain.Length], new byte[TagBytes]);
        using var aes = new AesGcm(own.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA256), TagBytes);
        aes.Encrypt(nonce, plain, cipher, tag, sender);
        return [(byte)sender.Length, .. sender, .. nonce, .. tag, .. cipher];
    }

    /// <summary>Throws <see cref="CryptographicException"/> when it was not sealed for <paramref name="key"/>.</summary>
    public static byte[] Open(byte[] sealedBytes, ECDiffieHellman key)
    {
        var bytes = sealedBytes.AsSpan();
        var sender = bytes.Slice(1, bytes[0]);
        var nonce = bytes.Slice(1 + sender.Length, NonceBytes);
        var tag = bytes.Slice(1 + sender.Length + NonceBytes, TagBytes);
        var cipher = bytes[(1 + sender.Length + NonceBytes + TagBytes)..];
        using var other = ECDiffieHellman.Create();
        other.ImportSubjectPublicKeyInfo(sender, out _);
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(key.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA256), TagBytes);
        aes.Decrypt(nonce, cipher, tag, plain, sender);
        return plain;
    }
}
