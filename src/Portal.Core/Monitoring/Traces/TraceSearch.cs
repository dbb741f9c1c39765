using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Traces;

/// <summary>A span of time that a question is for.</summary>
public sealed record TraceWindow(DateTimeOffset Start, DateTimeOffset End);

/// <summary>Which traces are sought: those with a span of the service that is as described.</summary>
/// <param name="Service">As the service calls itself.</param>
/// <param name="Operation">The name of the span; empty for any.</param>
/// <param name="Tags">Each of which the span, or its process, must have. "error" is "true" for a span that failed.</param>
/// <param name="MinDuration">Of that span.</param>
/// <param name="MaxDuration">Of that span.</param>
/// <param name="Limit">Of traces, from each cluster and in all: 1 to 200.</param>
public sealed record TraceSearch(
    string Service, string Operation, IReadOnlyList<SpanTag> Tags, TimeSpan? MinDuration, TimeSpan? MaxDuration, TraceWindow Window, int Limit, QueryScope Scope)
{
    public const int MostTraces = 200;
}
