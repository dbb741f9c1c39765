using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>The time that a dashboard shows: lengths before now; others are as on a new board.</summary>
internal static partial class GrafanaTimes
{
    private const int Longest = 366 * 24 * 3600;

    public static (int Range, int Refresh) Of(JsonElement dashboard)
    {
        var from = dashboard.Part("time").Text("from");
        var range = from.StartsWith("now-", StringComparison.Ordinal) && Seconds(from[4..]) is { } length ? Math.Clamp(length, 60, Longest) : 3600;
        var refresh = Seconds(dashboard.Text("refresh")) is { } every ? Math.Clamp(every, 10, 3600) : 0;
        return (range, refresh);
    }

    private static int? Seconds(string text) => Length().Match(text) is { Success: true } found && int.TryParse(found.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < 100_000
        ? (int)Math.Min(Longest, count * (found.Groups[2].Value switch { "s" => 1L, "m" => 60, "h" => 3600, "d" => 86_400, "w" => 604_800, "M" => 2_592_000, _ => 31_536_000 }))
        : null;

    [GeneratedRegex("^([0-9]+)([smhdwMy])(?:/[smhdwMy])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Length();
}
