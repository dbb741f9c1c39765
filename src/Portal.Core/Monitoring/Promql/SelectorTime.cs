namespace Portal.Core.Monitoring.Promql;

/// <summary>When a selector looks, other than now.</summary>
/// <param name="Offset">How far back.</param>
/// <param name="At">The fixed time of an <c>@</c> modifier, in milliseconds since 1970.</param>
/// <param name="AtEdge">The edge of the query's range that an <c>@</c> modifier names.</param>
/// <param name="Edges">How samples at the edges of a range are treated.</param>
public sealed record SelectorTime(PromqlDuration? Offset = null, long? At = null, AtEdge AtEdge = AtEdge.None, RangeEdges Edges = RangeEdges.Default)
{
    public static SelectorTime Now { get; } = new();
}

/// <summary><c>@ start()</c> and <c>@ end()</c>.</summary>
public enum AtEdge
{
    None,
    Start,
    End,
}

/// <summary>The experimental modifiers <c>anchored</c> and <c>smoothed</c>.</summary>
public enum RangeEdges
{
    Default,
    Anchored,
    Smoothed,
}
