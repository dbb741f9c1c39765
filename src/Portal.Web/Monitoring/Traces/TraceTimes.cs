using System.Globalization;
using Portal.Core.Problems;

namespace Portal.Web.Monitoring.Traces;

/// <summary>Durations of spans, from microseconds to hours.</summary>
internal static class TraceTimes
{
    /// <summary>As short as a trace needs it, in the units of the field: "450 µs", "12.3 ms", "1.25 s".</summary>
    public static string Say(TimeSpan span) => span.Duration() switch
    {
        { TotalMilliseconds: < 1 } => Say(span.TotalMicroseconds, "µs"),
        { TotalSeconds: < 1 } => Say(span.TotalMilliseconds, "ms"),
        { TotalMinutes: < 2 } => Say(span.TotalSeconds, "s"),
        { TotalHours: < 2 } => Say(span.TotalMinutes, "min"),
        _ => Say(span.TotalHours, "h"),
    };

    /// <summary>Null for an empty text. Throws Invalid for what is no duration.</summary>
    public static TimeSpan? Read(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var unit = text.AsSpan().TrimStart("0123456789. ");
        var factor = unit switch { "us" or "µs" => 0.001, "ms" or "" => 1.0, "s" => 1000.0, "m" or "min" => 60_000.0, _ => double.NaN };
        return double.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * factor <= 86_400_000
            ? TimeSpan.FromMilliseconds(number * factor)
            : throw ProblemException.Invalid("Traces were not searched for", $"\"{(text.Length > 30 ? text[..30] : text)}\" is no duration.", "Write it with its unit: 500us, 100ms, 1.5s.", "minDuration");
    }

    private static string Say(double number, string unit)
    {
        var format = Math.Abs(number) switch { >= 100 => "#,0", >= 10 => "0.#", _ => "0.##" };
        return $"{number.ToString(format, CultureInfo.CurrentCulture)} {unit}";
    }
}
