using System.Globalization;

namespace Portal.Ctl.Running;

/// <summary>Texts of others, as a terminal may be given them: what would move its cursor, colour it or turn its reading direction is shown as �.</summary>
internal static class TerminalText
{
    private const char Shown = '\ufffd';

    /// <summary>One line.</summary>
    public static string Line(string text) => Clean(text.ReplaceLineEndings(" "), false);

    /// <summary>Several lines.</summary>
    public static string Lines(string text) => Clean(text, true);

    private static string Clean(string text, bool lines) => text.Any(character => IsActive(character, lines))
        ? string.Concat(text.Select(character => IsActive(character, lines) ? Shown : character))
        : text;

    private static bool IsActive(char character, bool lines) =>
        (char.IsControl(character) && !(character is '\t' || (lines && character == '\n')))
        || (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format && character is not ('\u200c' or '\u200d'));
}
