namespace Portal.Core.Monitoring.Promql;

/// <summary>A length of time in a selector: fixed, or computed by the server from the query's step and range.</summary>
public abstract record PromqlDuration;

/// <summary>A length that is known, in seconds; negative in an offset only.</summary>
public sealed record FixedDuration(double Seconds) : PromqlDuration;

/// <summary>An experimental duration expression: <c>step()</c>, <c>range()</c>, <c>max_of(a, b)</c>, <c>min_of(a, b)</c>, a sign or an operator.</summary>
/// <param name="Operator">The name or the sign.</param>
public sealed record ComputedDuration(string Operator, PromqlDuration? Left = null, PromqlDuration? Right = null) : PromqlDuration;
