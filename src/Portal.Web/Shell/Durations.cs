using Microsoft.Extensions.Localization;

namespace Portal.Web.Shell;

/// <summary>Spans of time in words: two units at most ("2 min 5 s"). shell.js writes the same forms from the same resources.</summary>
public static class Durations
{
    public static string Say(this IStringLocalizer<ShellText> localizer, TimeSpan span)
    {
        if (span < TimeSpan.Zero)
        {
            span = TimeSpan.Zero;
        }

        return span switch
        {
            { TotalSeconds: < 60 } => localizer.Fill("Span.Seconds", ("s", (int)span.TotalSeconds)),
            { TotalMinutes: < 60 } => localizer.Fill("Span.Minutes", ("m", span.Minutes), ("s", span.Seconds)),
            { TotalHours: < 24 } => localizer.Fill("Span.Hours", ("h", span.Hours), ("m", span.Minutes)),
            _ => localizer.Fill("Span.Days", ("d", (int)span.TotalDays), ("h", span.Hours)),
        };
    }

    /// <summary>A limit, without the zero of a whole minute or hour ("32 min").</summary>
    public static string SayLimit(this IStringLocalizer<ShellText> localizer, TimeSpan limit) => limit switch
    {
        { TotalMinutes: >= 1 and < 60, Seconds: 0 } => localizer.Fill("Span.WholeMinutes", ("m", limit.Minutes)),
        { TotalHours: >= 1 and < 24, Minutes: 0 } => localizer.Fill("Span.WholeHours", ("h", limit.Hours)),
        _ => localizer.Say(limit),
    };

    /// <summary>How long ago, in its largest unit ("3 h ago").</summary>
    public static string SayAgo(this IStringLocalizer<ShellText> localizer, TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => localizer["Ago.Now"],
        { TotalSeconds: < 60 } => localizer.Fill("Ago.Seconds", ("n", (int)span.TotalSeconds)),
        { TotalMinutes: < 60 } => localizer.Fill("Ago.Minutes", ("n", (int)span.TotalMinutes)),
        { TotalHours: < 24 } => localizer.Fill("Ago.Hours", ("n", (int)span.TotalHours)),
        _ => localizer.Fill("Ago.Days", ("n", (int)span.TotalDays)),
    };

    /// <summary>How long until, in its largest unit, rounded ("in 90 d" of what was made to last 90 days a moment ago).</summary>
    public static string SayAhead(this IStringLocalizer<ShellText> localizer, TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => localizer.Fill("Ahead.Seconds", ("n", Math.Max(0, (int)span.TotalSeconds))),
        { TotalMinutes: < 90 } => localizer.Fill("Ahead.Minutes", ("n", Rounded(span.TotalMinutes))),
        { TotalHours: < 36 } => localizer.Fill("Ahead.Hours", ("n", Rounded(span.TotalHours))),
        _ => localizer.Fill("Ahead.Days", ("n", Rounded(span.TotalDays))),
    };

    private static int Rounded(double number) => (int)Math.Round(number, MidpointRounding.AwayFromZero);
}
