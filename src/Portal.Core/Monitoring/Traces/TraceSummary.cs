using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Traces;

/// <summary>A trace that a search found, put together from what the clusters said of it.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="RootService">The service that began it; null where no cluster that found it has its first span.</param>
/// <param name="RootOperation">What that service calls it.</param>
/// <param name="Services">Those with spans in it, as far as is known.</param>
/// <param name="Spans">How many there are in the stores that found it; null where one of them does not say.</param>
/// <param name="Errors">How many of them failed; null where one of them does not say.</param>
/// <param name="Clusters">The clusters where a span matched, by name.</param>
public sealed record TraceSummary(
    string TraceId, string? RootService, string? RootOperation, DateTimeOffset Start, TimeSpan Duration, IReadOnlyList<string> Services, int? Spans, int? Errors,
    IReadOnlyList<string> Clusters);

/// <summary>What a search brought.</summary>
/// <param name="Traces">The newest first.</param>
/// <param name="IsCut">There may be more: the limit was reached, in all or in a cluster.</param>
public sealed record TraceList(IReadOnlyList<TraceSummary> Traces, bool IsCut, Coverage Coverage, DateTimeOffset AnsweredAt);
