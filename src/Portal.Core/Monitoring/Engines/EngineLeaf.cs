using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Monitoring.Engines;

/// <summary>
/// What each of many clusters would be asked, as one question to an engine: its answer has the series of each cluster side
/// by side, told apart by the engine's label.
/// </summary>
internal static class EngineLeaf
{
    /// <summary>Null for what the engine cannot be asked.</summary>
    public static string? For(PushedQuery leaf, EngineLabels labels, IReadOnlyCollection<QueryMember> members) =>
        labels.IsNamedIn(leaf.Query) ? null : Each(PromqlRewrite.Selectors(leaf.Query, series => labels.Within(series, members)), labels.Label).ToString();

    private static PromqlExpression Each(PromqlExpression expression, string label) => expression switch
    {
        Subquery subquery => new Subquery(Each(subquery.Inner, label), subquery.Range, subquery.Step, subquery.Time),
        FunctionCall call => new FunctionCall(call.Function, [.. call.Arguments.Select(argument => Each(argument, label))]),
        Aggregation { Grouping.Without: true } aggregation => new Aggregation(aggregation.Operator, Each(aggregation.Inner, label), aggregation.Parameter, aggregation.Grouping),
        Aggregation aggregation => new Aggregation(
            aggregation.Operator, Each(aggregation.Inner, label), aggregation.Parameter, aggregation.Grouping with { Labels = With(aggregation.Grouping.Labels, label) }),
        UnaryOperation unary => new UnaryOperation(unary.Negates, Each(unary.Inner, label)),
        BinaryOperation binary => new BinaryOperation(
            binary.Operator, Each(binary.Left, label), Each(binary.Right, label), binary.ReturnsBool,
            binary.Matching is { On: true } matching ? matching with { Labels = With(matching.Labels, label) } : binary.Matching),
        _ => expression,
    };

    private static ImmutableArray<string> With(ImmutableArray<string> labels, string label) => labels.Contains(label) ? labels : labels.Add(label);
}
