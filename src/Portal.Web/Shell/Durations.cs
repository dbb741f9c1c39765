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

    /// <summary>How long ago, in its largest unit ("3 h ago").</summary>
    public static string SayAgo(this IStringLocalizer<ShellText> localizer, TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => localizer["Ago.Now"],
        { TotalSeconds: < 60 } => localizer.Fill("Ago.Seconds", ("n", (int)span.TotalSeconds)),
        { TotalMinutes: < 60 } => localizer.Fill("Ago.Minutes", ("n", (int)span.TotalMinutes)),
        { TotalHours: < 24 } => localizer.Fill("Ago.Hours", ("n", (int)span.TotalHours)),
        _ => localizer.Fill("Ago.Days", ("n", (int)span.TotalDays)),
    };

    /// <summary>How long until, in its largest unit ("in 3 h").</summary>
    public static string SayAhead(this IStringLocalizer<ShellText> localizer, TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => localizer.Fill("Ahead.Seconds", ("n", Math.Max(0, (int)span.TotalSeconds))),
        { TotalMinutes: < 60 } => localizer.Fill("Ahead.Minutes", ("n", (int)span.TotalMinutes)),
        { TotalHours: < 24 } => localizer.Fill("Ahead.Hours", ("n", (int)span.TotalHours)),
        _ => localizer.Fill("Ahead.Days", ("n", (int)span.TotalDays)),
    };
}
