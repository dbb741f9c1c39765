using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>
/// Decides how a question about many clusters is answered exactly: the greatest parts that clusters can answer by
/// themselves are pushed down to them, aggregations are merged, and what is left is computed from the merged answers. A pure
/// function of the expression.
/// </summary>
public static class GlobalPlanner
{
    public static GlobalPlan Plan(PromqlExpression expression)
    {
        try
        {
            Demand(expression);
            var root = Node(expression);
            return new GlobalPlan(Kind(root), root, expression.Type);
        }
        catch (NotMergeableException ex)
        {
            return new GlobalPlan(PlanKind.PerCluster, new PushedQuery(expression, MergeRule.Union, PortalLabels.All), expression.Type, ex.Why);
        }
    }

    private static PlanKind Kind(PromqlExpression root) => root switch
    {
        PushedQuery { Merge: MergeRule.Union } => PlanKind.BySeries,
        PushedQuery => PlanKind.Merged,
        _ when root.Walk().Any(node => node is PushedQuery) => PlanKind.Computed,
        _ => PlanKind.Constant,
    };

    private static PromqlExpression Node(PromqlExpression expression)
    {
        if (expression is FunctionCall { Function.Name: "sort" or "sort_desc" or "sort_by_label" or "sort_by_label_desc" } sorted)
        {
            return new FunctionCall(sorted.Function, [.. sorted.Arguments.Select(Node)]);
        }

        if (Distribution.IsConstant(expression))
        {
            return Constant(expression);
        }

        if (expression.Type == PromqlType.InstantVector && Distribution.Of(expression) is { } distribution)
        {
            return new PushedQuery(distribution.Query, MergeRule.Union, distribution.Kept);
        }

        return expression switch
        {
            Aggregation aggregation => OfAggregation(aggregation),
            FunctionCall call => OfCall(call),
            UnaryOperation unary => new UnaryOperation(unary.Negates, Node(unary.Inner)),
            BinaryOperation { Matching: { FillLeft: not null } or { FillRight: not null } } => throw new NotMergeableException(MergeWords.Fill),
            BinaryOperation { Operator: BinaryOperator.TrimLower or BinaryOperator.TrimUpper } trim => throw new NotMergeableException(MergeWords.Unknown(trim.Operator.Symbol())),
            BinaryOperation binary => new BinaryOperation(binary.Operator, Node(binary.Left), Node(binary.Right), binary.ReturnsBool, binary.Matching),
            _ => throw new NotMergeableException(MergeWords.RangeOfMerged),
        };
    }

    /// <summary>What names no series is the same everywhere, if the portal can compute it at all.</summary>
    private static PromqlExpression Constant(PromqlExpression expression) => expression.Walk().FirstOrDefault(node => !CanCompute(node)) switch
    {
        null => expression,
        FunctionCall call when call.Arguments.All(argument => argument.Type != PromqlType.RangeVector) => throw new NotMergeableException(MergeWords.Unknown(call.Function.Name)),
        _ => throw new NotMergeableException(MergeWords.RangeOfMerged),
    };

    private static bool CanCompute(PromqlExpression node) => node switch
    {
        FunctionCall call => Evaluation.FunctionEvaluation.Knows(call.Function.Name),
        Aggregation { Operator: AggregationOperator.Limitk or AggregationOperator.LimitRatio } => false,
        BinaryOperation binary => binary.Operator is not (BinaryOperator.TrimLower or BinaryOperator.TrimUpper) && binary.Matching is not ({ FillLeft: not null } or { FillRight: not null }),
        Subquery => false,
        _ => true,
    };

    private static PromqlExpression OfAggregation(Aggregation aggregation)
    {
        if (aggregation.Operator is AggregationOperator.Limitk or AggregationOperator.LimitRatio)
        {
            throw new NotMergeableException(MergeWords.Sampled);
        }

        var parameter = aggregation.Parameter;
        var canAsk = parameter is null || Distribution.IsConstant(parameter) && !(parameter is StringLiteral label && PortalLabels.Contains(label.Value));
        if (!canAsk || Distribution.Of(aggregation.Inner) is not { } inner)
        {
            return Computed(Node(aggregation.Inner));
        }

        PushedQuery Pushed(AggregationOperator op, MergeRule merge) =>
            new(new Aggregation(op, inner.Query, parameter, Distribution.Asked(aggregation.Grouping)), merge, Distribution.KeptBy(aggregation.Grouping, inner.Kept));

        return aggregation.Operator switch
        {
            AggregationOperator.Sum => Pushed(AggregationOperator.Sum, MergeRule.Sum),
            AggregationOperator.Count => Pushed(AggregationOperator.Count, MergeRule.Sum),
            AggregationOperator.CountValues => Pushed(AggregationOperator.CountValues, MergeRule.Sum),
            AggregationOperator.Min => Pushed(AggregationOperator.Min, MergeRule.Min),
            AggregationOperator.Max => Pushed(AggregationOperator.Max, MergeRule.Max),
            AggregationOperator.Group => Pushed(AggregationOperator.Group, MergeRule.Group),
            AggregationOperator.Avg => new BinaryOperation(
                BinaryOperator.Divide, Pushed(AggregationOperator.Sum, MergeRule.Sum), Pushed(AggregationOperator.Count, MergeRule.Sum), false, VectorMatching.Default),
            // The first k of all are among the first k of each.
            AggregationOperator.Topk or AggregationOperator.Bottomk => Computed(Pushed(aggregation.Operator, MergeRule.Union) with { Attached = inner.Kept }),
            _ => Computed(new PushedQuery(inner.Query, MergeRule.Union, inner.Kept)),
        };

        Aggregation Computed(PromqlExpression over) => new(aggregation.Operator, over, parameter is null ? null : Node(parameter), aggregation.Grouping);
    }

    private static PromqlExpression OfCall(FunctionCall call)
    {
        var over = call.Arguments.FirstOrDefault(argument => argument.Type == PromqlType.RangeVector);
        return call.Function.Name switch
        {
            "absent" => Absent(call.Arguments[0], call.Arguments[0]),
            "absent_over_time" => Absent(new FunctionCall(PromqlFunctions.Find("present_over_time")!, call.Arguments), call.Arguments[0]),
            "info" => throw new NotMergeableException(MergeWords.Info),
            _ when over is not null => throw new NotMergeableException(MergeWords.RangeOfMerged),
            var name when !Evaluation.FunctionEvaluation.Knows(name) => throw new NotMergeableException(MergeWords.Unknown(name)),
            _ => new FunctionCall(call.Function, [.. call.Arguments.Select(Node)]),
        };
    }

    private static Absence Absent(PromqlExpression present, PromqlExpression asked)
    {
        // Whether something is there is all that counts: one series tells it, of however many.
        var presence = Node(new Aggregation(AggregationOperator.Group, present, null, Grouping.All));
        var series = asked switch
        {
            VectorSelector vector => vector,
            MatrixSelector matrix => matrix.Series,
            _ => null,
        };
        return new Absence(presence, LabelsOf(series));
    }

    /// <summary>The labels that a series would have had: those that are demanded to equal something, once.</summary>
    private static ImmutableSortedDictionary<string, string> LabelsOf(VectorSelector? series) => (series?.Matchers ?? [])
        .Where(matcher => matcher.Name != LabelMatcher.MetricName).GroupBy(matcher => matcher.Name)
        .Where(same => same.Count() == 1 && same.Single() is { Match: LabelMatch.Equal, Value: not "" })
        .ToImmutableSortedDictionary(same => same.Key, same => same.Single().Value, StringComparer.Ordinal);

    private static void Demand(PromqlExpression expression)
    {
        if (expression.Type == PromqlType.RangeVector)
        {
            throw new NotMergeableException(MergeWords.RangeAlone);
        }

        foreach (var node in expression.Walk())
        {
            var labels = node switch
            {
                VectorSelector series => series.Matchers.Select(matcher => matcher.Name),
                Aggregation aggregation => aggregation.Grouping.Labels,
                BinaryOperation { Matching: { } matching } => matching.Labels.Concat(matching.Include),
                FunctionCall { Function.Name: "label_replace" or "label_join" } call => call.Arguments.OfType<StringLiteral>().Select(text => text.Value),
                _ => [],
            };
            if (labels.Any(PortalLabels.IsMoved))
            {
                throw new NotMergeableException(MergeWords.Moved);
            }

            if (node is VectorSelector { Matchers: var matchers } && matchers.Any(matcher => PortalLabels.Contains(matcher.Name) && matcher.Holds("") is null))
            {
                throw new NotMergeableException(MergeWords.Pattern);
            }
        }
    }
}
