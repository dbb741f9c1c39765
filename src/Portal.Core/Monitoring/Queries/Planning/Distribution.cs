using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;

namespace Portal.Core.Monitoring.Queries.Planning;

/// <summary>
/// An expression that each cluster can answer by itself: over the series of all clusters it yields just what the clusters
/// yield, side by side, since nothing in it looks across clusters.
/// </summary>
/// <param name="Query">What the clusters are asked: the portal's labels are out of its groupings and matchings.</param>
/// <param name="Kept">The portal's labels that the series of the result have; always with <c>cluster</c>.</param>
internal sealed record Distribution(PromqlExpression Query, ImmutableHashSet<string> Kept)
{
    private static readonly string[] Ordering = ["sort", "sort_desc", "sort_by_label", "sort_by_label_desc"];
    private static readonly string[] Crossing = ["absent", "absent_over_time", "vector", "scalar", "info", "histogram_quantiles"];

    /// <summary>Null when some part of it looks across clusters.</summary>
    public static Distribution? Of(PromqlExpression expression) => expression switch
    {
        VectorSelector series => new Distribution(series, PortalLabels.All),
        MatrixSelector matrix => new Distribution(matrix, PortalLabels.All),
        Subquery subquery => Of(subquery.Inner) is { } inner
            ? new Distribution(new Subquery(inner.Query, subquery.Range, subquery.Step, subquery.Time), inner.Kept)
            : null,
        UnaryOperation unary => Of(unary.Inner) is { } inner ? inner with { Query = new UnaryOperation(unary.Negates, inner.Query) } : null,
        FunctionCall call => OfCall(call),
        Aggregation aggregation => OfAggregation(aggregation),
        BinaryOperation binary => OfBinary(binary),
        _ => null,
    };

    /// <summary>Whether it is the same for every cluster, and needs none.</summary>
    public static bool IsConstant(PromqlExpression expression) => !PromqlRewrite.SelectorsOf(expression).Any();

    /// <summary>The labels of a grouping that a cluster is asked for.</summary>
    public static Grouping Asked(Grouping grouping) => grouping with { Labels = PromqlRewrite.WithoutPortal(grouping.Labels) };

    /// <summary>The portal's labels that are left after a grouping.</summary>
    public static ImmutableHashSet<string> KeptBy(Grouping grouping, ImmutableHashSet<string> kept) =>
        grouping.Without ? kept.Except(grouping.Labels) : kept.Intersect(grouping.Labels);

    private static Distribution? OfCall(FunctionCall call)
    {
        var at = call.Arguments.IndexOf(call.Arguments.FirstOrDefault(argument => !IsConstant(argument))!);
        if (at < 0 || Crossing.Contains(call.Function.Name) || call.Arguments.Where((argument, i) => i != at).Any(argument => !IsConstant(argument)))
        {
            return null;
        }

        var namesPortal = call.Function.Name is "label_replace" or "label_join"
            && call.Arguments.OfType<StringLiteral>().Any(text => PortalLabels.Contains(text.Value) || PortalLabels.IsMoved(text.Value));
        if (namesPortal || Of(call.Arguments[at]) is not { } inner)
        {
            return null;
        }

        // An order means nothing within an expression.
        return Ordering.Contains(call.Function.Name) ? inner : inner with { Query = new FunctionCall(call.Function, call.Arguments.SetItem(at, inner.Query)) };
    }

    private static Distribution? OfAggregation(Aggregation aggregation)
    {
        if (aggregation.Operator is AggregationOperator.Limitk or AggregationOperator.LimitRatio
            || aggregation.Parameter is { } parameter && (!IsConstant(parameter) || parameter is StringLiteral label && PortalLabels.Contains(label.Value))
            || Of(aggregation.Inner) is not { } inner)
        {
            return null;
        }

        var kept = KeptBy(aggregation.Grouping, inner.Kept);
        if (!kept.Contains(PortalLabels.Cluster))
        {
            return null;
        }

        var query = new Aggregation(aggregation.Operator, inner.Query, aggregation.Parameter, Asked(aggregation.Grouping));
        return new Distribution(query, aggregation.Operator is AggregationOperator.Topk or AggregationOperator.Bottomk ? inner.Kept : kept);
    }

    private static Distribution? OfBinary(BinaryOperation binary)
    {
        if (binary.Matching is null)
        {
            var leftIsConstant = IsConstant(binary.Left);
            return leftIsConstant == IsConstant(binary.Right) || Of(leftIsConstant ? binary.Right : binary.Left) is not { } side
                ? null
                : side with
                {
                    Query = new BinaryOperation(binary.Operator, leftIsConstant ? binary.Left : side.Query, leftIsConstant ? side.Query : binary.Right, binary.ReturnsBool, null),
                };
        }

        if (Of(binary.Left) is not { } left || Of(binary.Right) is not { } right || !MeetsWithinCluster(binary.Matching, left.Kept, right.Kept))
        {
            return null;
        }

        var asked = binary.Matching with { Labels = PromqlRewrite.WithoutPortal(binary.Matching.Labels), Include = PromqlRewrite.WithoutPortal(binary.Matching.Include) };
        var query = new BinaryOperation(binary.Operator, left.Query, right.Query, binary.ReturnsBool, asked);
        return binary.Operator == BinaryOperator.Or && !left.Kept.SetEquals(right.Kept) ? null : new Distribution(query, KeptBy(binary, left.Kept, right.Kept));
    }

    /// <summary>Whether a series can only meet one of its own cluster.</summary>
    private static bool MeetsWithinCluster(VectorMatching matching, ImmutableHashSet<string> left, ImmutableHashSet<string> right) => matching.On
        ? matching.Labels.Contains(PortalLabels.Cluster) && left.Intersect(matching.Labels).SetEquals(right.Intersect(matching.Labels))
        : !matching.Labels.Contains(PortalLabels.Cluster) && left.Except(matching.Labels).SetEquals(right.Except(matching.Labels));

    private static ImmutableHashSet<string> KeptBy(BinaryOperation binary, ImmutableHashSet<string> left, ImmutableHashSet<string> right)
    {
        var matching = binary.Matching!;
        return matching.Cardinality switch
        {
            MatchCardinality.ManyToMany => left,
            MatchCardinality.OneToOne => matching.On ? left.Intersect(matching.Labels) : left.Except(matching.Labels),
            MatchCardinality.ManyToOne => left.Except(matching.Include).Union(right.Intersect(matching.Include)),
            _ => right.Except(matching.Include).Union(left.Intersect(matching.Include)),
        };
    }
}
