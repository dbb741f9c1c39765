namespace Portal.Web.Shell;

/// <summary>Cells and lines of CSV (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>A spreadsheet must not run what somebody has named something.</summary>
    public static string Plain(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text ?? "";

    /// <summary>Without the end of the line.</summary>
    public static string Line(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(cell => cell.AsSpan().IndexOfAny("\",\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
