using System.Globalization;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring;

/// <summary>What the address of the explorer asks: an expression, and the time that it is about.</summary>
/// <param name="Expression">In PromQL; empty where nothing is asked yet.</param>
/// <param name="IsGraph">Over the whole range, and not at its end alone.</param>
/// <param name="End">Null for now.</param>
public sealed record ExploreQuestion(string Expression, bool IsGraph, TimeSpan Range, DateTimeOffset? End)
{
    public const string Graph = "graph";

    /// <summary>About as many points as a wide screen has room for.</summary>
    private const int MostSteps = 360;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private static readonly int[] Steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

    public static IReadOnlyList<string> Ranges { get; } = ["15m", "1h", "3h", "6h", "12h", "1d", "2d", "1w", "2w"];

    /// <summary>Reads the address; what cannot be read counts as not given.</summary>
    public static ExploreQuestion Read(string? expression, string? view, string? range, string? end) => new(
        expression?.Trim() ?? "", view == Graph, Span(range) ?? TimeSpan.FromHours(1),
        long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

    public string RangeText => Text(Range);

    /// <summary>The times to ask for. Those of a graph are whole multiples of its step, so that it does not waver when it is drawn again.</summary>
    public TimeGrid Grid(DateTimeOffset now)
    {
        var end = (End ?? now).ToUnixTimeSeconds();
        if (!IsGraph)
        {
            return TimeGrid.Instant(end * 1000);
        }

        var length = (long)Range.TotalSeconds;
        long step = Array.Find(Steps, step => length / step <= MostSteps);
        step = step > 0 ? step : length / MostSteps;
        end -= end % step;
        return TimeGrid.Range((end - length) / step * step * 1000, end * 1000, step * 1000);
    }

    /// <summary>As short as it can be said: "90m" and not "5400s".</summary>
    public static string Text(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        var (count, unit) = seconds switch
        {
            _ when seconds % 604_800 == 0 => (seconds / 604_800, "w"),
            _ when seconds % 86_400 == 0 => (seconds / 86_400, "d"),
            _ when seconds % 3600 == 0 => (seconds / 3600, "h"),
            _ when seconds % 60 == 0 => (seconds / 60, "m"),
            _ => (seconds, "s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }

    private static TimeSpan? Span(string? text)
    {
        if (text is not { Length: >= 2 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var seconds = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 } * count;
        return seconds is >= 10 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
