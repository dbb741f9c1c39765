using Microsoft.Extensions.Localization;

namespace Portal.Web.Shell;

/// <summary>The words that shell.js needs to keep ages and durations up to date.</summary>
public static class ShellWords
{
    private static readonly string[] Keys =
    [
        "Ago.Now", "Ago.Seconds", "Ago.Minutes", "Ago.Hours", "Ago.Days", "Span.Seconds", "Span.Minutes", "Span.Hours", "Span.Days",
        "Ahead.Seconds", "Ahead.Minutes", "Ahead.Hours", "Ahead.Days",
    ];

    public static IReadOnlyDictionary<string, string> All(IStringLocalizer<ShellText> localizer) =>
        Keys.ToDictionary(key => key, key => localizer[key].Value);
}
