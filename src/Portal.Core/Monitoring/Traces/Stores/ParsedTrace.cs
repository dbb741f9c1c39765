namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>What one store has of one trace.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="IsCut">There is more of it, which was not read or not kept.</param>
internal sealed record ParsedTrace(string Id, IReadOnlyList<TraceSpan> Spans, bool IsCut);
