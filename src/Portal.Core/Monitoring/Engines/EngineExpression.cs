using System.Collections.Immutable;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Engines;

/// <summary>
/// A whole expression as an engine is asked it. The engine knows the cluster of a series and none of the portal's other
/// labels, which follow from the cluster: an expression that groups or joins by them without it is none for the engine.
/// </summary>
/// <param name="Query">What is asked, kept to clusters that may be seen.</param>
/// <param name="Kept">The portal's labels that the series of the answer have: all that are named, or none.</param>
internal sealed record EngineExpression(PromqlExpression Query, ImmutableHashSet<string> Kept)
{
    private static readonly ImmutableHashSet<string> Nothing = [];

    /// <summary>Null for what the engine cannot be asked.</summary>
    public static EngineExpression? Of(PromqlExpression expression, EngineLabels labels, IReadOnlyCollection<QueryMember> members) =>
        expression.Type == PromqlType.RangeVector || labels.IsNamedIn(expression) ? null : new Translation(labels, members).Of(expression);

    private sealed class Translation(EngineLabels labels, IReadOnlyCollection<QueryMember> members)
    {
        public EngineExpression? Of(PromqlExpression expression) => expression switch
        {
            VectorSelector series => OfSeries(series) is { } own ? new EngineExpression(own, PortalLabels.All) : null,
            MatrixSelector matrix => OfSeries(matrix.Series) is { } own ? new EngineExpression(matrix with { Series = own }, PortalLabels.All) : null,
            Subquery subquery => Of(subquery.Inner) is { } inner ? inner with { Query = new Subquery(inner.Query, subquery.Range, subquery.Step, subquery.Time) } : null,
            UnaryOperation unary => Of(unary.Inner) is { } inner ? inner with { Query = new UnaryOperation(unary.Negates, inner.Query) } : null,
            FunctionCall call => OfCall(call),
            Aggregation aggregation => OfAggregation(aggregation),
            BinaryOperation binary => OfBinary(binary),
            StringLiteral text when PortalLabels.Contains(text.Value) || PortalLabels.IsMoved(text.Value) => null,
            _ => new EngineExpression(expression, Nothing),
        };

        private VectorSelector? OfSeries(VectorSelector series) =>
            series.Matchers.Any(matcher => PortalLabels.IsMoved(matcher.Name) || PortalLabels.Contains(matcher.Name) && matcher.Holds("") is null) ? null : labels.Within(series, members);

        private EngineExpression? OfCall(FunctionCall call)
        {
            // What is absent gets its labels from matchers; what info() joins by is the engine's own affair.
            if (call.Function.Name is "absent" or "absent_over_time" or "info")
            {
                return null;
            }

            var asked = ImmutableArray.CreateBuilder<PromqlExpression>();
            var kept = Nothing;
            foreach (var argument in call.Arguments)
            {
                if (Of(argument) is not { } own)
                {
                    return null;
                }

                asked.Add(own.Query);
                kept = argument.Type is PromqlType.InstantVector or PromqlType.RangeVector ? own.Kept : kept;
            }

            return new EngineExpression(new FunctionCall(call.Function, asked.ToImmutable()), call.Function.Name is "scalar" or "vector" ? Nothing : kept);
        }

        private EngineExpression? OfAggregation(Aggregation aggregation)
        {
            if (Of(aggregation.Inner) is not { } inner || aggregation.Grouping.Labels.Any(PortalLabels.IsMoved))
            {
                return null;
            }

            var parameter = aggregation.Parameter is { } given ? Of(given) : null;
            var kept = Queries.Planning.Distribution.KeptBy(aggregation.Grouping, inner.Kept);
            if (aggregation.Parameter is not null && parameter is null || !Follows(kept))
            {
                return null;
            }

            var isOfSeries = aggregation.Operator is AggregationOperator.Topk or AggregationOperator.Bottomk or AggregationOperator.Limitk or AggregationOperator.LimitRatio;
            var grouping = aggregation.Grouping with { Labels = Named(aggregation.Grouping.Labels) };
            return new EngineExpression(new Aggregation(aggregation.Operator, inner.Query, parameter?.Query, grouping), isOfSeries ? inner.Kept : kept);
        }

        private EngineExpression? OfBinary(BinaryOperation binary)
        {
            if (Of(binary.Left) is not { } left || Of(binary.Right) is not { } right)
            {
                return null;
            }

            if (binary.Matching is not { } matching)
            {
                return new EngineExpression(
                    new BinaryOperation(binary.Operator, left.Query, right.Query, binary.ReturnsBool, null), binary.Left.Type == PromqlType.InstantVector ? left.Kept : right.Kept);
            }

            var (ofLeft, ofRight) = matching.On
                ? (left.Kept.Intersect(matching.Labels), right.Kept.Intersect(matching.Labels))
                : (left.Kept.Except(matching.Labels), right.Kept.Except(matching.Labels));
            if (!ofLeft.SetEquals(ofRight) || !Follows(ofLeft) || matching.Include.Any(PortalLabels.Contains) || matching.Labels.Concat(matching.Include).Any(PortalLabels.IsMoved)
                || binary.Operator == BinaryOperator.Or && !left.Kept.SetEquals(right.Kept))
            {
                return null;
            }

            var kept = matching.Cardinality switch
            {
                MatchCardinality.OneToOne => ofLeft,
                MatchCardinality.OneToMany => right.Kept,
                _ => left.Kept,
            };
            return new EngineExpression(
                new BinaryOperation(binary.Operator, left.Query, right.Query, binary.ReturnsBool, matching with { Labels = Named(matching.Labels) }), kept);
        }

        /// <summary>Whether the engine, which has the cluster alone, makes the same groups.</summary>
        private static bool Follows(ImmutableHashSet<string> kept) => kept.IsEmpty || kept.Contains(PortalLabels.Cluster);

        private ImmutableArray<string> Named(ImmutableArray<string> names) =>
            [.. names.Where(name => name == PortalLabels.Cluster || !PortalLabels.Contains(name)).Select(name => name == PortalLabels.Cluster ? labels.Label : name)];
    }
}
