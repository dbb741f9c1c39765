using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>How products want their messages signed.</summary>
internal static class Signatures
{
    /// <summary>HMAC-SHA256 of the body, in hexadecimal.</summary>
    public static string Webhook(string secret, byte[] body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Of time in milliseconds, a line break and the secret, with the secret for key.</summary>
    public static string DingTalk(string secret, long milliseconds) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Stamp(milliseconds, secret))));

    /// <summary>Of nothing, with time in seconds, a line break and the secret for key.</summary>
    public static string Feishu(string secret, long seconds) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Stamp(seconds, secret)), Array.Empty<byte>()));

    private static string Stamp(long time, string secret) => string.Create(CultureInfo.InvariantCulture, $"{time}\n{secret}");
}
