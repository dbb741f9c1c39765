using System.Buffers.Text;
using System.Text.Json;

namespace Portal.Core.Clusters;

/// <summary>A token of the portal's account in a member, with the times that decide its renewal.</summary>
public sealed record MemberToken(string Token, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    // What a token that does not say when it ends is trusted for.
    private static readonly TimeSpan Unsaid = TimeSpan.FromHours(1);

    /// <summary>Two thirds into its life.</summary>
    public DateTimeOffset RenewAt => IssuedAt + ((ExpiresAt - IssuedAt) * 2 / 3);

    /// <summary>Reads the end from the token's own claim; nothing of it is trusted for more than planning the renewal.</summary>
    public static MemberToken Read(string token, DateTimeOffset now)
    {
        var expires = ReadExpiry(token);
        return new MemberToken(token, now, expires > now ? expires.Value : now + Unsaid);
    }

    /// <summary>Without the token: records print themselves.</summary>
    public override string ToString() => $"MemberToken {{ ExpiresAt = {ExpiresAt:O} }}";

    private static DateTimeOffset? ReadExpiry(string token)
    {
        try
        {
            var parts = token.Split('.');
            if (parts.Length != 3)
            {
                return null;
            }

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
