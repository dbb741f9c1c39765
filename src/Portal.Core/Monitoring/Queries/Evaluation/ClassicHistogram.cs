using System.Globalization;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Queries.Evaluation;

/// <summary>Quantiles of histograms whose buckets are series with a label <c>le</c>.</summary>
internal static class ClassicHistogram
{
    private const string Bound = "le";

    /// <summary>Differences that are smaller than this part are taken for what rounding leaves.</summary>
    private const double Rounding = 1e-12;

    public static SeriesSet Quantiles(Evaluator evaluator, double[] quantiles, SeriesSet buckets)
    {
        var built = new SeriesBuilder(evaluator.Grid);
        if (buckets.Series.Any(series => series.Histograms is not null))
        {
            evaluator.Warn("Quantiles of native histograms that span clusters are not computed by the portal; they were left out.");
        }

        foreach (var group in buckets.Series.GroupBy(series => series.Labels.Without(Bound, LabelSet.MetricName)))
        {
            var bounded = group.Select(series => (Series: series, Bound: Read(series.Labels[Bound]))).Where(each => each.Bound is not null).ToArray();
            for (var i = 0; i < quantiles.Length; i++)
            {
                var present = bounded.Where(each => !Series.IsGap(each.Series.Values[i])).Select(each => (each.Bound!.Value, each.Series.Values[i])).ToList();
                if (present.Count > 0)
                {
                    built.Set(group.Key, i, Quantile(quantiles[i], present));
                }
            }
        }

        return built.Build();
    }

    private static double? Read(string bound) => bound switch
    {
        "+Inf" or "Inf" or "+inf" or "inf" => double.PositiveInfinity,
        "-Inf" or "-inf" => double.NegativeInfinity,
        _ => double.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };

    internal static double Quantile(double quantile, List<(double Bound, double Count)> given)
    {
        if (double.IsNaN(quantile) || quantile is < 0 or > 1)
        {
            return double.IsNaN(quantile) ? double.NaN : quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var buckets = given.GroupBy(bucket => bucket.Bound).Select(same => (Bound: same.Key, Count: same.Sum(bucket => bucket.Count))).OrderBy(bucket => bucket.Bound).ToArray();
        if (!double.IsPositiveInfinity(buckets[^1].Bound) || buckets.Length < 2)
        {
            return double.NaN;
        }

        EnsureRising(buckets);
        var observations = buckets[^1].Count;
        if (observations == 0 || double.IsNaN(observations))
        {
            return double.NaN;
        }

        var rank = quantile * observations;
        var at = Array.FindIndex(buckets, 0, buckets.Length - 1, bucket => bucket.Count >= rank);
        if (at < 0)
        {
            return buckets[^2].Bound;
        }

        if (at == 0 && buckets[0].Bound <= 0)
        {
            return buckets[0].Bound;
        }

        var (start, below) = at == 0 ? (0, 0) : buckets[at - 1];
        return start + (buckets[at].Bound - start) * ((rank - below) / (buckets[at].Count - below));
    }

    /// <summary>Buckets that were scraped at different moments may fall where they should rise.</summary>
    private static void EnsureRising((double Bound, double Count)[] buckets)
    {
        for (var i = 1; i < buckets.Length; i++)
        {
            var (before, here) = (buckets[i - 1].Count, buckets[i].Count);
            if (here < before || Math.Abs(here - before) <= Rounding * (Math.Abs(here) + Math.Abs(before)))
            {
                buckets[i].Count = before;
            }
        }
    }
}
