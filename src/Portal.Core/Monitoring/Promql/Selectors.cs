using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>The series whose labels match, each with its latest sample.</summary>
/// <param name="Name">The metric's name where it was written before the braces, or alone and quoted within them.</param>
public sealed record VectorSelector(string? Name, ImmutableArray<LabelMatcher> Matchers, SelectorTime Time) : PromqlExpression
{
    public override PromqlType Type => PromqlType.InstantVector;

    public override IEnumerable<PromqlExpression> Children => [];
}

/// <summary>The samples of series within a range.</summary>
public sealed record MatrixSelector(VectorSelector Series, PromqlDuration Range) : PromqlExpression
{
    public override PromqlType Type => PromqlType.RangeVector;

    public override IEnumerable<PromqlExpression> Children => [Series];
}

/// <summary>An expression evaluated at each step of a range.</summary>
public sealed record Subquery : PromqlExpression
{
    public Subquery(PromqlExpression inner, PromqlDuration range, PromqlDuration? step, SelectorTime time)
    {
        (Inner, Range, Step, Time) = (inner, range, step, time);
        Depth = DepthOver(inner);
    }

    public PromqlExpression Inner { get; }

    public PromqlDuration Range { get; }

    /// <summary>Null for the server's default.</summary>
    public PromqlDuration? Step { get; }

    public SelectorTime Time { get; init; }

    public override PromqlType Type => PromqlType.RangeVector;

    public override IEnumerable<PromqlExpression> Children => [Inner];
}
