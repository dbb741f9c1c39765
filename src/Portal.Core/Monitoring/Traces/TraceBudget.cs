namespace Portal.Core.Monitoring.Traces;

/// <summary>How many spans one question may still bring in, from all clusters together.</summary>
internal sealed class TraceBudget(int spans)
{
    /// <summary>Spans of one trace that are shown; a person looks at no more.</summary>
    public const int SpansOfATrace = 10_000;

    /// <summary>Spans of all traces that one cluster finds in a search; they are only counted.</summary>
    public const int SpansOfASearch = 200_000;

    /// <summary>Bytes of one cluster's answer.</summary>
    public const long Bytes = 32 << 20;

    private int _left = spans;

    /// <summary>Whether there is room for one more.</summary>
    public bool Take() => Interlocked.Decrement(ref _left) >= 0;
}
