using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Evaluation;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;

namespace Portal.Core.Tests.Monitoring.Queries;

/// <summary>A server that has some series and answers any expression on instant vectors over them, without any plan.</summary>
internal sealed class ReferenceEngine(TimeGrid grid, IReadOnlyList<Series> series)
{
    public SeriesSet Ask(string text)
    {
        var leaves = new Dictionary<PushedQuery, SeriesSet>();
        var root = Replace(PromqlParser.Parse(text), leaves);
        var answer = new Evaluator(grid, leaves).Evaluate(root);
        return answer.Series ?? new SeriesSet(grid, [new Series(LabelSet.Empty, answer.Scalars!)]);
    }

    private PromqlExpression Replace(PromqlExpression expression, Dictionary<PushedQuery, SeriesSet> leaves) => expression switch
    {
        VectorSelector selector => Leaf(selector, leaves),
        FunctionCall { Function.Name: "absent" } call => new Absence(Replace(call.Arguments[0], leaves), Absent(call.Arguments[0] as VectorSelector)),
        FunctionCall call => new FunctionCall(call.Function, [.. call.Arguments.Select(each => Replace(each, leaves))]),
        Aggregation aggregation => new Aggregation(
            aggregation.Operator, Replace(aggregation.Inner, leaves), aggregation.Parameter is null ? null : Replace(aggregation.Parameter, leaves), aggregation.Grouping),
        UnaryOperation unary => new UnaryOperation(unary.Negates, Replace(unary.Inner, leaves)),
        BinaryOperation binary => new BinaryOperation(binary.Operator, Replace(binary.Left, leaves), Replace(binary.Right, leaves), binary.ReturnsBool, binary.Matching),
        _ => expression,
    };

    private static ImmutableSortedDictionary<string, string> Absent(VectorSelector? selector) => (selector?.Matchers ?? [])
        .GroupBy(matcher => matcher.Name).Where(same => same.Count() == 1 && same.First() is { Match: LabelMatch.Equal, Name: not "__name__" })
        .ToImmutableSortedDictionary(same => same.Key, same => same.First().Value);

    private PushedQuery Leaf(VectorSelector selector, Dictionary<PushedQuery, SeriesSet> leaves)
    {
        var found = series.Where(each => (selector.Name is null || each.Labels["__name__"] == selector.Name)
            && selector.Matchers.All(matcher => matcher.Holds(each.Labels[matcher.Name]) == true)).ToList();
        // A key of its own for each place that selects.
        var leaf = new PushedQuery(selector with { Span = new TextSpan(leaves.Count, 0) }, MergeRule.Union, []);
        leaves[leaf] = new SeriesSet(grid, found);
        return leaf;
    }
}
