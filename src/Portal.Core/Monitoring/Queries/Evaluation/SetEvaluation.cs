using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary><c>and</c>, <c>or</c> and <c>unless</c>.</summary>
internal static class SetEvaluation
{
    public static SeriesSet Evaluate(TimeGrid grid, BinaryOperation binary, SeriesSet left, SeriesSet right)
    {
        var signature = BinaryEvaluation.Signature(binary.Matching!);
        var (lefts, rights) = (Presence(grid, left, signature), Presence(grid, right, signature));
        var built = new SeriesBuilder(grid);
        Take(left, rights, binary.Operator == BinaryOperator.And, binary.Operator == BinaryOperator.Or);
        if (binary.Operator == BinaryOperator.Or)
        {
            Take(right, lefts, false, false);
        }

        return built.Build();

        // Keeps what has, or has not, a counterpart.
        void Take(SeriesSet from, Dictionary<LabelSet, bool[]> others, bool wanted, bool always)
        {
            foreach (var series in from.Series)
            {
                var other = others.GetValueOrDefault(signature(series.Labels));
                for (var i = 0; i < grid.Count; i++)
                {
                    if (always || (other?[i] ?? false) == wanted)
                    {
                        built.Copy(series.Labels, i, series);
                    }
                }
            }
        }
    }

    private static Dictionary<LabelSet, bool[]> Presence(TimeGrid grid, SeriesSet set, Func<LabelSet, LabelSet> signature)
    {
        var present = new Dictionary<LabelSet, bool[]>();
        foreach (var series in set.Series)
        {
            var key = signature(series.Labels);
            if (!present.TryGetValue(key, out var steps))
            {
                present[key] = steps = new bool[grid.Count];
            }

            for (var i = 0; i < steps.Length; i++)
            {
                steps[i] |= series.Has(i);
            }
        }

        return present;
    }
}
