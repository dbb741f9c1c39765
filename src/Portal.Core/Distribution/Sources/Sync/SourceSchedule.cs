using Portal.Core.Problems;

namespace Portal.Core.Distribution.Sources.Sync;

/// <summary>When a source is looked at next. Pure.</summary>
public static class SourceSchedule
{
    private const int MostDoublings = 6;

    /// <summary>What could not be reached is tried again although it is not looked at by itself: a webhook would not come twice.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Null for never by itself. After each failure in a row the pause is twice as long.</summary>
    /// <param name="failures">In a row, this one included; 0 after a good sync.</param>
    public static DateTimeOffset? Next(DateTimeOffset now, int? pollMinutes, int failures, ProblemKind? fault)
    {
        TimeSpan? pause = pollMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : fault is ProblemKind.Unavailable or ProblemKind.Internal ? RetryPause : null;
        if (pause is not { } once)
        {
            return null;
        }

        var longer = once * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings));
        return now + (longer < Longest ? longer : Longest);
    }
}
