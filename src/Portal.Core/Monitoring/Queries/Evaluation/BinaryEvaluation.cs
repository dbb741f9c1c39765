using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>Operators between two operands, at every step.</summary>
internal static class BinaryEvaluation
{
    private const string HistogramsLeftOut = "Native histograms were left out of an operation that the portal does not compute on them.";

    public static SeriesSet Evaluate(Evaluator evaluator, BinaryOperation binary) => (binary.Left.Type, binary.Right.Type) switch
    {
        (PromqlType.Scalar, _) => WithScalar(evaluator, binary.Operator, evaluator.Vector(binary.Right), evaluator.Scalar(binary.Left), true, binary.ReturnsBool),
        (_, PromqlType.Scalar) => WithScalar(evaluator, binary.Operator, evaluator.Vector(binary.Left), evaluator.Scalar(binary.Right), false, binary.ReturnsBool),
        _ when binary.Operator.IsSet() => SetEvaluation.Evaluate(evaluator.Grid, binary, evaluator.Vector(binary.Left), evaluator.Vector(binary.Right)),
        _ => Joined(evaluator, binary, evaluator.Vector(binary.Left), evaluator.Vector(binary.Right)),
    };

    public static SeriesSet WithScalar(Evaluator evaluator, BinaryOperator op, SeriesSet vector, double[] scalars, bool isLeft, bool returnsBool)
    {
        var built = new SeriesBuilder(evaluator.Grid);
        foreach (var series in vector.Series)
        {
            var labels = op.IsComparison() && !returnsBool ? series.Labels : series.Labels.WithoutName();
            for (var i = 0; i < scalars.Length; i++)
            {
                if (series.Histograms?[i] is { } histogram)
                {
                    OfHistogram(evaluator, built, labels, i, op, histogram, scalars[i], isLeft);
                }

                if (Series.IsGap(series.Values[i]))
                {
                    continue;
                }

                var value = isLeft ? Value(op, scalars[i], series.Values[i], out var holds) : Value(op, series.Values[i], scalars[i], out holds);
                if (!op.IsComparison() || returnsBool || holds)
                {
                    built.Set(labels, i, !op.IsComparison() ? value : returnsBool ? holds ? 1 : 0 : series.Values[i]);
                }
            }
        }

        return built.Build();
    }

    /// <summary>The value of an arithmetic operator; of a comparison whether it holds.</summary>
    public static double Value(BinaryOperator op, double left, double right, out bool holds)
    {
        holds = op switch
        {
            BinaryOperator.Equal => left == right,
            BinaryOperator.NotEqual => left != right,
            BinaryOperator.Greater => left > right,
            BinaryOperator.GreaterOrEqual => left >= right,
            BinaryOperator.Less => left < right,
            BinaryOperator.LessOrEqual => left <= right,
            _ => true,
        };
        return op switch
        {
            BinaryOperator.Add => left + right,
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => left * right,
            BinaryOperator.Divide => left / right,
            BinaryOperator.Modulo => left % right,
            BinaryOperator.Power => Math.Pow(left, right),
            BinaryOperator.Atan2 => Math.Atan2(left, right),
            _ => left,
        };
    }

    /// <summary>What series must share to meet.</summary>
    public static Func<LabelSet, LabelSet> Signature(VectorMatching matching)
    {
        string[] ignored = [.. matching.Labels, LabelSet.MetricName];
        return matching.On ? labels => labels.Only(matching.Labels) : labels => labels.Without(ignored);
    }

    private static SeriesSet Joined(Evaluator evaluator, BinaryOperation binary, SeriesSet left, SeriesSet right)
    {
        var matching = binary.Matching!;
        var isSwapped = matching.Cardinality == MatchCardinality.OneToMany;
        var (many, one) = isSwapped ? (right, left) : (left, right);
        var signature = Signature(matching);
        var ones = one.Series.GroupBy(series => signature(series.Labels)).ToDictionary(same => same.Key, same => same.ToArray());
        var built = new SeriesBuilder(evaluator.Grid);
        foreach (var group in many.Series.GroupBy(series => signature(series.Labels)))
        {
            if (ones.TryGetValue(group.Key, out var partners))
            {
                var manies = group.ToArray();
                for (var i = 0; i < evaluator.Grid.Count; i++)
                {
                    At(evaluator, binary, isSwapped, built, group.Key, manies, partners, i);
                }
            }
        }

        return built.Build();
    }

    private static void At(Evaluator evaluator, BinaryOperation binary, bool isSwapped, SeriesBuilder built, LabelSet group, Series[] manies, Series[] partners, int step)
    {
        var partner = Only(partners, step, isSwapped ? "left" : "right", group);
        if (partner is null)
        {
            return;
        }

        var isPaired = false;
        foreach (var series in manies)
        {
            if (!series.Has(step))
            {
                continue;
            }

            if (Series.IsGap(series.Values[step]) || Series.IsGap(partner.Values[step]))
            {
                evaluator.Warn(HistogramsLeftOut);
                continue;
            }

            var (left, right) = isSwapped ? (partner.Values[step], series.Values[step]) : (series.Values[step], partner.Values[step]);
            var value = Value(binary.Operator, left, right, out var holds);
            if (binary.Operator.IsComparison() && !binary.ReturnsBool && !holds)
            {
                continue;
            }

            if (binary.Matching!.Cardinality == MatchCardinality.OneToOne && isPaired)
            {
                throw EvaluationFaults.ManyToOne(group);
            }

            isPaired = true;
            built.Set(ResultLabels(binary, series.Labels, partner.Labels), step, binary.ReturnsBool ? holds ? 1 : 0 : value);
        }
    }

    private static Series? Only(Series[] candidates, int step, string side, LabelSet group)
    {
        var found = default(Series);
        foreach (var candidate in candidates)
        {
            if (candidate.Has(step))
            {
                found = found is null ? candidate : throw EvaluationFaults.ManyOnOneSide(side, group);
            }
        }

        return found;
    }

    private static LabelSet ResultLabels(BinaryOperation binary, LabelSet many, LabelSet one)
    {
        var matching = binary.Matching!;
        var labels = binary.Operator.IsComparison() && !binary.ReturnsBool ? many : many.WithoutName();
        if (matching.Cardinality == MatchCardinality.OneToOne)
        {
            return matching.On ? labels.Only(matching.Labels) : labels.Without(matching.Labels);
        }

        return matching.Include.IsEmpty ? labels : labels.With(matching.Include.Select(label => KeyValuePair.Create(label, one[label])));
    }

    private static void OfHistogram(Evaluator evaluator, SeriesBuilder built, LabelSet labels, int step, BinaryOperator op, NativeHistogram histogram, double scalar, bool isLeft)
    {
        if (op == BinaryOperator.Multiply || op == BinaryOperator.Divide && !isLeft)
        {
            built.Set(labels, step, histogram.Scale(op == BinaryOperator.Multiply ? scalar : 1 / scalar));
        }
        else
        {
            evaluator.Warn(HistogramsLeftOut);
        }
    }
}
