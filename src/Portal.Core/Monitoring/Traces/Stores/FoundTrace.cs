namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>The span that began a trace.</summary>
internal sealed record TraceRoot(string Service, string Operation, DateTimeOffset Start);

/// <summary>What one store says of a trace that a search found.</summary>
internal sealed record FoundTrace
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Null where the store has not got it.</summary>
    public TraceRoot? Root { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>Null where the store does not say.</summary>
    public int? Spans { get; init; }

    /// <summary>Null where the store does not say.</summary>
    public int? Errors { get; init; }

    /// <summary>The spans by id and service, and whether each failed, where the store has sent them: the same span in two stores counts once.</summary>
    public IReadOnlyDictionary<(string Id, string Service), bool>? Seen { get; init; }

    /// <summary>What is kept of a trace that a store has sent whole.</summary>
    public static FoundTrace Of(ParsedTrace trace)
    {
        var seen = new Dictionary<(string, string), bool>();
        foreach (var span in trace.Spans)
        {
            seen[(span.Id, span.Service)] = span.IsError;
        }

        var first = trace.Spans.Where(span => span.ParentId is null).MinBy(span => span.Start);
        return new FoundTrace
        {
            Id = trace.Id,
            Root = first is null ? null : new TraceRoot(first.Service, first.Operation, first.Start),
            Start = trace.Spans.Min(span => span.Start),
            End = trace.Spans.Max(span => span.End),
            Services = [.. trace.Spans.Select(span => span.Service).Distinct(StringComparer.Ordinal)],
            Seen = trace.IsCut ? null : seen,
        };
    }
}
