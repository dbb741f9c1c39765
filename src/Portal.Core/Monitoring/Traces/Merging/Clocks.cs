namespace Portal.Core.Monitoring.Traces.Merging;

/// <summary>Finds clocks that do not agree by spans that lie outside of those that caused them. No time is changed by it.</summary>
internal static class Clocks
{
    /// <summary>Jaeger rounds to microseconds, others do not.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(2);

    /// <summary>
    /// Nothing begins before what caused it. It may end later, where nobody waits for it; a client waits for the server that it
    /// called.
    /// </summary>
    public static TimeSpan Outside(TraceSpan parent, TraceSpan child)
    {
        var early = parent.Start - child.Start;
        var late = parent.Kind == SpanKind.Client && child.Kind == SpanKind.Server ? child.End - parent.End : TimeSpan.Zero;
        var most = early > late ? early : late;
        return most > Rounding ? most : TimeSpan.Zero;
    }

    /// <summary>The same by pairs of clusters, the largest first.</summary>
    public static IReadOnlyList<ClockNote> Notes(IReadOnlyList<TraceRow> rows)
    {
        var above = new List<TraceSpan>();
        var seen = new List<(string Parent, string Child, TimeSpan Outside)>();
        foreach (var row in rows)
        {
            above.RemoveRange(row.Depth, above.Count - row.Depth);
            if (row.Outside > TimeSpan.Zero)
            {
                seen.Add((above[^1].Cluster, row.Span.Cluster, row.Outside));
            }

            above.Add(row.Span);
        }

        return [.. seen.GroupBy(one => (one.Parent, one.Child)).Select(same => new ClockNote(same.Key.Parent, same.Key.Child, same.Max(one => one.Outside), same.Count())).OrderByDescending(note => note.Least)];
    }
}
