namespace Portal.Core.Data;

/// <summary>Patterns of LIKE, with a backslash before what would else be a wildcard.</summary>
internal static class SearchPattern
{
    /// <summary>Matches what has the text anywhere in it.</summary>
    public static string Containing(string text) => $"%{text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)}%";
}
