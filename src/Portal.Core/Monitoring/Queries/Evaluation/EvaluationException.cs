namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>An expression that has no value for the series it met, as a Prometheus would say as well.</summary>
public sealed class EvaluationException(string why, string remedy) : Exception(why)
{
    public string Why { get; } = why;

    public string Remedy { get; } = remedy;
}
