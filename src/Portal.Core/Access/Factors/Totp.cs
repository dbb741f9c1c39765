using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Access.Factors;

/// <summary>
/// Time-based one-time passwords (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, steps of 30 seconds, six digits.
/// </summary>
internal static class Totp
{
    public const int Digits = 6;

    /// <summary>Steps before and after the present one that count too: clocks differ, and typing takes a while (RFC 6238, 5.2).</summary>
    public const int Window = 1;

    public const int StepSeconds = 30;

    // As long as the hash (RFC 4226, 4, R6).
    private const int KeyBytes = 20;

    /// <summary>A new key, in base32.</summary>
    public static string NewKey() => Base32.Encode(RandomNumberGenerator.GetBytes(KeyBytes));

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step: the dynamic truncation of RFC 4226, 5.3.</summary>
    public static string CodeAt(string key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // What the apps speak. HMAC does not rest on SHA-1 being free of collisions.
        HMACSHA1.HashData(Base32.Decode(key), counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step within the window whose code this is, and which is later than <paramref name="after"/>; null for none.</summary>
    public static long? Match(string key, string code, DateTimeOffset now, long after)
    {
        var present = StepAt(now);
        long? found = null;
        for (var step = present - Window; step <= present + Window; step++)
        {
            // All are compared, each in the same time: how long it takes tells nothing.
            var equal = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(key, step)), Encoding.UTF8.GetBytes(code));
            found = equal && step > after && found is null ? step : found;
        }

        return found;
    }
}
