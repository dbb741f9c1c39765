using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Secrets;

/// <summary>A key that encrypts the key ring, with AES-256-GCM (NIST SP 800-38D; 96-bit random nonce, 128-bit tag).</summary>
internal sealed class MasterKey
{
    public const int Bytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private static readonly byte[] Context = Encoding.UTF8.GetBytes("Kurator.Portal key ring 1");

    private readonly byte[] _key;

    private MasterKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData([.. Context, .. key]).AsSpan(0, 8));
    }

    /// <summary>Tells keys apart without saying anything of them.</summary>
    public string Id { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out MasterKey? key)
    {
        var bytes = new byte[Bytes + 1];
        key = Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Bytes ? new MasterKey(bytes[..Bytes]) : null;
        return key is not null;
    }

    /// <summary>Nonce, cipher text, tag.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes),
            plain,
            sealedBytes.AsSpan(NonceBytes, plain.Length),
            sealedBytes.AsSpan(NonceBytes + plain.Length),
            Context);
        return sealedBytes;
    }

    /// <summary>Throws <see cref="CryptographicException"/> when this is the wrong key, or the bytes were changed.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The encrypted key is too short.");
        }

        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(
            sealedBytes[..NonceBytes], sealedBytes[NonceBytes..^TagBytes], sealedBytes[^TagBytes..], plain, Context);
        return plain;
    }
}
