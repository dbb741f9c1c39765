using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>Copies of trees with their selectors changed.</summary>
internal static class PromqlRewrite
{
    public static PromqlExpression Selectors(PromqlExpression expression, Func<VectorSelector, VectorSelector> change) => expression switch
    {
        VectorSelector series => change(series),
        MatrixSelector matrix => matrix with { Series = change(matrix.Series) },
        Subquery subquery => new Subquery(Selectors(subquery.Inner, change), subquery.Range, subquery.Step, subquery.Time),
        FunctionCall call => new FunctionCall(call.Function, [.. call.Arguments.Select(each => Selectors(each, change))]),
        Aggregation aggregation => new Aggregation(
            aggregation.Operator, Selectors(aggregation.Inner, change), aggregation.Parameter is null ? null : Selectors(aggregation.Parameter, change), aggregation.Grouping),
        UnaryOperation unary => new UnaryOperation(unary.Negates, Selectors(unary.Inner, change)),
        BinaryOperation binary => new BinaryOperation(binary.Operator, Selectors(binary.Left, change), Selectors(binary.Right, change), binary.ReturnsBool, binary.Matching),
        _ => expression,
    };

    public static IEnumerable<VectorSelector> SelectorsOf(PromqlExpression expression) => expression.Walk().OfType<VectorSelector>();

    public static ImmutableArray<string> WithoutPortal(ImmutableArray<string> labels) => [.. labels.Where(label => !PortalLabels.Contains(label))];
}
