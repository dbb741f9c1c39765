using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Access.OpenId;

/// <summary>Makes a name that an account may have of what a provider calls somebody.</summary>
internal static class ProvidedName
{
    private const int Most = 64;

    /// <summary>The first of name and e-mail address that leaves something; else a name made of the subject.</summary>
    public static string Of(ProviderClaims claims)
    {
        foreach (var text in new[] { claims.Name, claims.Email })
        {
            if (Clean(text) is { Length: > 0 } name)
            {
                return name;
            }
        }

        return $"user-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(claims.Subject)))[..12]}";
    }

    private static string Clean(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var character in text.AsSpan()[..Math.Min(text.Length, 4 * Most)])
        {
            name.Append(char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '@' ? character : '-');
        }

        var cut = name.ToString().Trim('.', '_', '-', '@');
        return cut.Length <= Most ? cut : cut[..Most].TrimEnd('.', '_', '-', '@');
    }
}
