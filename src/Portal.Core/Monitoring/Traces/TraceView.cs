using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Traces;

/// <summary>A span in its place below the one that caused it.</summary>
/// <param name="Depth">0 for a span without a parent.</param>
/// <param name="Below">How many rows after this one are below it.</param>
/// <param name="Children">How many of them it caused itself.</param>
public sealed record TraceRow(TraceSpan Span, int Depth, int Below, int Children)
{
    /// <summary>The span names a parent that no cluster has: it is shown without one.</summary>
    public bool IsOrphan { get; init; }

    /// <summary>By how much it lies outside of its parent, which cannot be where all clocks agree; zero where it does not.</summary>
    public TimeSpan Outside { get; init; }
}

/// <summary>The clocks of two clusters differ by at least so much, as spans lie outside of those that caused them.</summary>
/// <param name="Parent">The cluster of the causing spans.</param>
/// <param name="Child">The cluster of the others; it may be the same one, with other machines.</param>
/// <param name="Least">The largest that was seen.</param>
/// <param name="Spans">How many spans lie so.</param>
public sealed record ClockNote(string Parent, string Child, TimeSpan Least, int Spans);

/// <summary>A request on its way through services and clusters.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="Rows">Each span behind the one that caused it, in order of time; empty where nobody has the trace.</param>
/// <param name="Clocks">Where clocks do not agree.</param>
/// <param name="CutIn">The clusters that have more of it than is shown, by name.</param>
public sealed record TraceView(
    string TraceId, IReadOnlyList<TraceRow> Rows, IReadOnlyList<ClockNote> Clocks, IReadOnlyList<string> CutIn, Coverage Coverage, DateTimeOffset AnsweredAt)
{
    public DateTimeOffset Start { get; } = Rows.Count == 0 ? DateTimeOffset.UnixEpoch : Rows.Min(row => row.Span.Start);

    /// <summary>From the begin of the first span to the end of the last.</summary>
    public TimeSpan Duration { get; } = Rows.Count == 0 ? TimeSpan.Zero : Rows.Max(row => row.Span.End) - Rows.Min(row => row.Span.Start);

    public int Errors { get; } = Rows.Count(row => row.Span.IsError);
}
