using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>Whether a call proves that it knows a webhook's secret. Takes the same time whatever is wrong. Pure.</summary>
public static class WebhookProof
{
    private const string Prefix = "sha256=";

    /// <param name="secret">Empty while there is no webhook: nothing proves it then.</param>
    /// <param name="signature">GitHub's X-Hub-Signature-256: an HMAC of the body.</param>
    /// <param name="token">GitLab's X-Gitlab-Token: the secret itself.</param>
    public static bool Holds(string secret, string? signature, string? token, ReadOnlySpan<byte> body)
    {
        var key = Encoding.UTF8.GetBytes(secret.Length > 0 ? secret : Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        var given = signature?.StartsWith(Prefix, StringComparison.Ordinal) == true ? signature[Prefix.Length..] : "";
        var signed = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(key, body))), Encoding.UTF8.GetBytes(given));
        // By digests: the length of the secret is not told.
        var named = CryptographicOperations.FixedTimeEquals(SHA256.HashData(key), SHA256.HashData(Encoding.UTF8.GetBytes(token ?? "")));
        return secret.Length > 0 && (signed | named);
    }
}
