using System.Collections.Immutable;

namespace Portal.Core.Monitoring.Promql;

/// <summary>The operators that make few series of many.</summary>
public enum AggregationOperator
{
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    CountValues,
    Quantile,
    Limitk,
    LimitRatio,
}

/// <summary>Which labels decide what is put together.</summary>
/// <param name="Without">True: all labels but these; false: these alone.</param>
public sealed record Grouping(bool Without, ImmutableArray<string> Labels)
{
    public static Grouping All { get; } = new(false, []);
}

/// <summary>An aggregation over the series of an instant vector.</summary>
public sealed record Aggregation : PromqlExpression
{
    public Aggregation(AggregationOperator op, PromqlExpression inner, PromqlExpression? parameter, Grouping grouping)
    {
        (Operator, Inner, Parameter, Grouping) = (op, inner, parameter, grouping);
        Depth = DepthOver(inner, parameter);
    }

    public AggregationOperator Operator { get; }

    public PromqlExpression Inner { get; }

    /// <summary>The k of <c>topk</c>, the φ of <c>quantile</c>, the label of <c>count_values</c>.</summary>
    public PromqlExpression? Parameter { get; }

    public Grouping Grouping { get; }

    public override PromqlType Type => PromqlType.InstantVector;

    public override IEnumerable<PromqlExpression> Children => Parameter is null ? [Inner] : [Parameter, Inner];
}
