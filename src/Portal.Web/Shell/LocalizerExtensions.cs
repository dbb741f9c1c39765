using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;

namespace Portal.Web.Shell;

/// <summary>Named placeholders and plurals for resources.</summary>
public static class LocalizerExtensions
{
    /// <summary>The text of a key with each <c>{name}</c> replaced; numbers are formatted by culture.</summary>
    public static string Fill(this IStringLocalizer localizer, string key, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var text = new StringBuilder(localizer[key].Value);
        foreach (var (name, value) in values)
        {
            var shown = value switch
            {
                int number => number.ToString("N0", CultureInfo.CurrentCulture),
                long number => number.ToString("N0", CultureInfo.CurrentCulture),
                IFormattable other => other.ToString(null, CultureInfo.CurrentCulture),
                _ => value?.ToString() ?? "",
            };
            text.Replace($"{{{name}}}", shown);
        }

        return text.ToString();
    }

    /// <summary>The text for a count: <c>Key.One</c> when it is one, else <c>Key.Many</c>, both with <c>{count}</c>.</summary>
    public static string Count(this IStringLocalizer localizer, string key, long count) =>
        localizer.Fill(count == 1 ? key + ".One" : key + ".Many", ("count", count));
}
