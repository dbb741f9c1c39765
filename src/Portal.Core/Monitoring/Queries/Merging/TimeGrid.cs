namespace Portal.Core.Monitoring.Queries.Merging;

/// <summary>The times of a question in milliseconds: one for an instant, evenly spaced ones for a range.</summary>
public readonly record struct TimeGrid(long Start, long Step, int Count)
{
    public long End => Start + Step * (Count - 1);

    public static TimeGrid Instant(long at) => new(at, 1, 1);

    public static TimeGrid Range(long start, long end, long step) => new(start, step, (int)((end - start) / step) + 1);

    public long At(int index) => Start + Step * index;

    /// <summary>Which step a time is; -1 where it is none.</summary>
    public int IndexOf(long time) =>
        time >= Start && time <= End && (time - Start) % Step == 0 ? (int)((time - Start) / Step) : -1;
}
