using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Web.Monitoring;

/// <summary>Names of files that say what is in them, with what every file system takes.</summary>
internal static partial class FileNames
{
    private const int Longest = 80;

    /// <summary>What was asked or is named, and nothing that a path could be made of.</summary>
    public static string Of(string words)
    {
        var plain = Others().Replace(words, "-").Trim('-', '.', '_');
        return plain.Length == 0 ? "metrics" : plain.Length <= Longest ? plain : plain[..Longest].TrimEnd('-', '.', '_');
    }

    /// <summary>With the time that it is about.</summary>
    public static string Of(string words, DateTimeOffset at, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Of(words)}_{at.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{extension}");

    [GeneratedRegex(@"[^\p{L}\p{N}._]+")]
    private static partial Regex Others();
}
