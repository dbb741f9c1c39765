namespace Portal.Core.Monitoring.Promql;

/// <summary>An expression that is no PromQL: where, why, and what to do.</summary>
public sealed class PromqlException(TextSpan span, string why, string remedy) : Exception(why)
{
    public TextSpan Span { get; } = span;

    public string Why { get; } = why;

    public string Remedy { get; } = remedy;
}
