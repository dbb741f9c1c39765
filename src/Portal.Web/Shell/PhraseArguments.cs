using System.Globalization;

namespace Portal.Web.Shell;

/// <summary>What fills the places of a sentence, by culture: times and dates, which rows hold in one form for all readers.</summary>
internal static class PhraseArguments
{
    private const string Time = "yyyy-MM-dd HH:mm:ss'Z'";
    private const string Date = "yyyy-MM-dd";

    /// <summary>Null for what is neither a time nor a date. Times stay in UTC, and say so.</summary>
    public static string? Say(string text, CultureInfo culture)
    {
        if (DateTime.TryParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return string.Create(culture, $"{time:d} {time:T} UTC");
        }

        return DateOnly.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("d", culture) : null;
    }
}
