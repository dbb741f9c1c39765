namespace Portal.Core.Monitoring.Traces;

/// <summary>A name and a value that somebody attached; a value is text, whatever it was.</summary>
public sealed record SpanTag(string Key, string Value);

/// <summary>Something that happened in the time of a span: an event of OpenTelemetry, a log of Jaeger.</summary>
public sealed record SpanEvent(DateTimeOffset At, string Name, IReadOnlyList<SpanTag> Tags);

/// <summary>One piece of work of one service within a request.</summary>
public sealed record TraceSpan
{
    /// <summary>16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The span that caused it; null where it caused itself.</summary>
    public string? ParentId { get; init; }

    public required string Service { get; init; }

    public required string Operation { get; init; }

    public SpanKind Kind { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required TimeSpan Duration { get; init; }

    public DateTimeOffset End => Start + Duration;

    public bool IsError { get; init; }

    public IReadOnlyList<SpanTag> Tags { get; init; } = [];

    /// <summary>What is known of the process: the resource of OpenTelemetry, the process of Jaeger.</summary>
    public IReadOnlyList<SpanTag> Process { get; init; } = [];

    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>Some of its tags, events or words were left out, as they are too many or too long.</summary>
    public bool IsShortened { get; init; }

    /// <summary>The clusters whose stores have it, by name.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>The cluster that it ran in, as far as is known: what its process says, or else whose store has it.</summary>
    public string Cluster { get; init; } = "";
}
