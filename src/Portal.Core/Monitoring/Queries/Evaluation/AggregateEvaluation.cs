using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>Aggregations, at every step.</summary>
internal static class AggregateEvaluation
{
    public static SeriesSet Evaluate(Evaluator evaluator, Aggregation aggregation)
    {
        var vector = evaluator.Vector(aggregation.Inner);
        var parameter = aggregation.Parameter is null or StringLiteral ? null : evaluator.Scalar(aggregation.Parameter);
        string[] dropped = [.. aggregation.Grouping.Labels, LabelSet.MetricName];
        var groups = vector.Series.GroupBy(series =>
            aggregation.Grouping.Without ? series.Labels.Without(dropped) : series.Labels.Only(aggregation.Grouping.Labels));
        var built = new SeriesBuilder(evaluator.Grid);
        foreach (var group in groups)
        {
            var members = group.ToArray();
            for (var i = 0; i < evaluator.Grid.Count; i++)
            {
                At(evaluator, aggregation, built, group.Key, members, i, parameter?[i] ?? 0);
            }
        }

        return built.Build();
    }

    private static void At(Evaluator evaluator, Aggregation aggregation, SeriesBuilder built, LabelSet group, Series[] members, int step, double parameter)
    {
        var present = Array.FindAll(members, series => !Series.IsGap(series.Values[step]));
        var histograms = members.Select(series => series.Histograms?[step]).OfType<NativeHistogram>().ToList();
        if (histograms.Count > 0 && OfHistograms(evaluator, aggregation.Operator, built, group, step, present.Length, histograms))
        {
            return;
        }

        if (present.Length == 0)
        {
            return;
        }

        var values = present.Select(series => series.Values[step]);
        switch (aggregation.Operator)
        {
            case AggregationOperator.Topk or AggregationOperator.Bottomk:
                foreach (var series in First(aggregation.Operator == AggregationOperator.Topk, present, step, Whole(aggregation.Operator, parameter)))
                {
                    built.Set(series.Labels, step, series.Values[step]);
                }

                break;
            case AggregationOperator.CountValues:
                var label = ((StringLiteral)aggregation.Parameter!).Value;
                foreach (var same in values.GroupBy(PlainNumbers.Print))
                {
                    built.Set(group.With([KeyValuePair.Create(label.Length > 0 ? label : throw EvaluationFaults.Label(label), same.Key)]), step, same.Count());
                }

                break;
            default:
                built.Set(group, step, Value(aggregation.Operator, [.. values], parameter));
                break;
        }
    }

    private static double Value(AggregationOperator op, double[] values, double parameter) => op switch
    {
        AggregationOperator.Sum => CompensatedSum.Of(values),
        AggregationOperator.Avg => CompensatedSum.Of(values) / values.Length,
        AggregationOperator.Count => values.Length,
        AggregationOperator.Group => 1,
        AggregationOperator.Min => values.Aggregate((least, value) => least > value || double.IsNaN(least) ? value : least),
        AggregationOperator.Max => values.Aggregate((most, value) => most < value || double.IsNaN(most) ? value : most),
        AggregationOperator.Stddev => Math.Sqrt(Variance(values)),
        AggregationOperator.Stdvar => Variance(values),
        AggregationOperator.Quantile => Quantile(parameter, values),
        _ => throw new InvalidOperationException($"{op} is not evaluated."),
    };

    /// <summary>After Welford, in one pass.</summary>
    private static double Variance(double[] values)
    {
        var (mean, sum) = (0d, 0d);
        for (var i = 0; i < values.Length; i++)
        {
            var delta = values[i] - mean;
            mean += delta / (i + 1);
            sum += delta * (values[i] - mean);
        }

        return sum / values.Length;
    }

    private static double Quantile(double quantile, double[] values)
    {
        if (double.IsNaN(quantile))
        {
            return double.NaN;
        }

        if (quantile is < 0 or > 1)
        {
            return quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // NaN sorts first.
        Array.Sort(values);
        var rank = quantile * (values.Length - 1);
        var lower = (int)Math.Max(0, Math.Floor(rank));
        var upper = Math.Min(values.Length - 1, lower + 1);
        var weight = rank - Math.Floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    /// <summary>The k first by value, NaN last; equal values by their labels, so that every evaluation picks the same.</summary>
    private static IEnumerable<Series> First(bool greatest, Series[] present, int step, int count)
    {
        Array.Sort(present, (left, right) =>
        {
            var (a, b) = (left.Values[step], right.Values[step]);
            var order = double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : greatest ? b.CompareTo(a) : a.CompareTo(b);
            return order != 0 ? order : ByLabels(left.Labels, right.Labels);
        });
        return present.Take(count);
    }

    /// <summary>What a cluster knows of comes first, so that it orders its own series as the portal does.</summary>
    private static int ByLabels(LabelSet left, LabelSet right) =>
        LabelSet.Order.Compare(left.Without(PortalLabels.All), right.Without(PortalLabels.All)) is var order and not 0 ? order : LabelSet.Order.Compare(left, right);

    private static int Whole(AggregationOperator op, double parameter) =>
        double.IsNaN(parameter) ? throw EvaluationFaults.Parameter(AggregationNames.NameOf(op)) : (int)Math.Clamp(parameter, 0, int.MaxValue);

    /// <summary>Whether the step is done with: histograms are added and counted, and left out of all else.</summary>
    private static bool OfHistograms(
        Evaluator evaluator, AggregationOperator op, SeriesBuilder built, LabelSet group, int step, int numbers, List<NativeHistogram> histograms)
    {
        if (op is AggregationOperator.Count or AggregationOperator.Group)
        {
            built.Set(group, step, op == AggregationOperator.Group ? 1 : numbers + histograms.Count);
            return true;
        }

        if (op is not (AggregationOperator.Sum or AggregationOperator.Avg))
        {
            evaluator.Warn("Native histograms were left out of an aggregation that the portal does not compute on them.");
            return false;
        }

        var sum = histograms.Aggregate((NativeHistogram?)null, (so, next) => so is null ? next : NativeHistogram.Add(so, next));
        if (numbers > 0 || sum is null)
        {
            evaluator.Warn("Native histograms that cannot be added were left out.");
        }
        else
        {
            built.Set(group, step, op == AggregationOperator.Avg ? sum.Scale(1d / histograms.Count) : sum);
        }

        return true;
    }
}
